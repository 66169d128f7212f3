package io.meproc.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The settings that options of the command line override. */
public record Flags(Optional<String> ip, Optional<String> port, Optional<String> node) {
    public static final Flags NONE = new Flags(Optional.empty(), Optional.empty(), Optional.empty());

    Map<Key, String> given() {
        Map<Key, String> given = new EnumMap<>(Key.class);
        ip.ifPresent(value -> given.put(Key.IP, value));
        port.ifPresent(value -> given.put(Key.PORT, value));
        node.ifPresent(value -> given.put(Key.NODE, value));
        return given;
    }
}

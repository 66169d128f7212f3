package io.meproc.hook;

import io.meproc.task.hook.HookRules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of notifications.
 *
 * @param targets the targets by name
 * @param rules what definitions may name
 * @param page the address of the page, without a slash at its end; empty for no links
 */
public record HookSettings(Map<String, Target> targets, HookRules rules, Optional<String> page) {
    public static final HookSettings NONE = new HookSettings(Map.of(), HookRules.NONE, Optional.empty());

    /** The longest {@code gap}. */
    public static final Duration LONGEST_GAP = Duration.ofDays(1);

    public HookSettings {
        targets = java.util.Collections.unmodifiableMap(new TreeMap<>(targets));
    }
}

package io.meproc.process;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A datagram of sd_notify(3).
 *
 * @param pid of its sender, as the kernel says
 * @param fields its assignments; the last one of a name counts
 */
record NotifyMessage(int pid, Map<String, String> fields) {
    private static final int MOST_FIELDS = 32;

    static NotifyMessage parse(int pid, byte[] bytes) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", MOST_FIELDS)) {
            int sign = line.indexOf('=');
            if (sign > 0) {
                fields.put(line.substring(0, sign), printable(line.substring(sign + 1)));
            }
        }
        return new NotifyMessage(pid, fields);
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}

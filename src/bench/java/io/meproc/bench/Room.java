package io.meproc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One limit of the machine on processes. Thousands of them may be more than it allows, which is to be said beforehand,
 * not found out by a service that starts half of them.
 *
 * @param name in the words of whoever can raise it
 * @param most how many processes it leaves room for
 */
record Room(String name, long most) {
    /** Threads of the service, of this program, and of whatever else starts meanwhile. */
    private static final int SPARE = 500;

    /** A shell or a sleep, with what the kernel keeps for it. */
    private static final int KILOBYTES_EACH = 300;

    private static final int MOST_BYTES = 8_192;
    private static final Path LIMITS = Path.of("/proc/self/limits");

    /** Words for the tightest limit below so many processes; empty when all have room. */
    static Optional<String> missing(int processes) {
        long threads = number(Path.of("/proc/loadavg"), "/(\\d+) ").orElse(0L);
        return Stream.of(
                        limit("kernel.pid_max", Path.of("/proc/sys/kernel/pid_max"), "^(\\d+)", threads),
                        limit("kernel.threads-max", Path.of("/proc/sys/kernel/threads-max"), "^(\\d+)", threads),
                        limit("pids.max of the control group", Path.of("/sys/fs/cgroup/pids.max"), "^(\\d+)", threads),
                        // The kernel lets root have any number.
                        System.getProperty("user.name").equals("root")
                                ? Optional.<Room>empty()
                                : limit("ulimit -u", LIMITS, "Max processes +(\\d+)", threads),
                        number(Path.of("/proc/meminfo"), "MemAvailable: +(\\d+)")
                                .map(free -> new Room("the free memory", free / KILOBYTES_EACH)))
                .flatMap(Optional::stream)
                .filter(room -> room.most < processes + SPARE)
                .map(room -> Sample.text("%s leaves room for %,d processes", room.name, Math.max(0, room.most - SPARE)))
                .findFirst();
    }

    private static Optional<Room> limit(String name, Path file, String pattern, long taken) {
        return number(file, pattern).map(most -> new Room(name, most - taken));
    }

    /** Empty where the file isn't there, or has a word for "any number". */
    private static Optional<Long> number(Path file, String pattern) {
        byte[] text = new byte[MOST_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            // In one piece: a number below /proc/sys is at its end after the first read, however short that was.
            int length = Math.max(0, in.read(text));
            Matcher matcher =
                    Pattern.compile(pattern, Pattern.MULTILINE).matcher(new String(text, 0, length, US_ASCII));
            return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }
}

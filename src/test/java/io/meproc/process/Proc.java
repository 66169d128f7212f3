package io.meproc.process;

import io.meproc.process.scan.Marker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What proc(5) says. */
public final class Proc {
    private Proc() {}

    /** The processes that carry an instance's marker. */
    static List<Long> marked(String instance) {
        return pids().stream()
                .filter(pid -> read("/proc/" + pid + "/environ").contains(Marker.VARIABLE + "=" + instance + "/"))
                .toList();
    }

    /** The children of this JVM that have ended and were not collected. */
    static List<Long> zombies() {
        long self = ProcessHandle.current().pid();
        return pids().stream()
                .filter(pid -> {
                    String[] stat = stat(pid);
                    return stat.length > 1 && stat[0].equals("Z") && stat[1].equals(Long.toString(self));
                })
                .toList();
    }

    /** The fields of stat from the third (the state) on; empty for a process that is gone. */
    static String[] stat(long pid) {
        String text = read("/proc/" + pid + "/stat");
        return text.isEmpty()
                ? new String[0]
                : text.substring(text.lastIndexOf(')') + 2).split(" ");
    }

    /** A line of status, without its title. */
    public static String status(String text, String title) {
        return text.lines()
                .filter(line -> line.startsWith(title + ":"))
                .map(line -> line.substring(title.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    static Map<Integer, String> descriptors(long pid) throws IOException {
        Map<Integer, String> descriptors = new TreeMap<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path link : links.toList()) {
                descriptors.put(
                        Integer.valueOf(link.getFileName().toString()),
                        Files.readSymbolicLink(link).toString());
            }
        }
        return descriptors;
    }

    private static List<Long> pids() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}

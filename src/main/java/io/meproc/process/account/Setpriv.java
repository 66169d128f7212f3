package io.meproc.process.account;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The program setpriv(1), which switches the account and then executes the rest of the command line, keeping the pid.
 */
public record Setpriv(@Nullable String path) {
    /** The folders that may have it; the search path of the service is not trusted for this. */
    private static final List<String> DIRECTORIES =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/run/current-system/sw/bin");

    public static Setpriv ofThisMachine() {
        return new Setpriv(DIRECTORIES.stream()
                .map(directory -> directory + "/setpriv")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null));
    }

    /** The obstacle to switching to the identity; null for none. */
    @Nullable
    public String obstacle(Identity identity) {
        return identity.change() == null || path != null
                ? null
                : "user and group need setpriv (package util-linux), which is not in any of "
                        + String.join(", ", DIRECTORIES);
    }

    /** The words before the command; empty for the supervisor's own identity. */
    public List<String> words(Identity identity) {
        Identity.Change change = identity.change();
        if (change == null || path == null) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of(path, "--regid", Long.toString(change.gid())));
        words.addAll(
                change.groups().isEmpty()
                        ? List.of("--clear-groups")
                        : List.of(
                                "--groups",
                                change.groups().stream()
                                        .map(Integer::toUnsignedString)
                                        .collect(Collectors.joining(","))));
        if (change.ofUser()) {
            words.addAll(List.of("--reuid", Long.toString(change.uid()), "--inh-caps=-all", "--ambient-caps=-all"));
        }
        words.add("--");
        return words;
    }
}

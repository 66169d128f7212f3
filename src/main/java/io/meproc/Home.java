package io.meproc;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default locations of the configuration and the data. */
final class Home {
    private Home() {}

    /**
     * {@code conf/meproc.yaml} in the folder in which the program was installed or built; empty if the file does not
     * exist.
     */
    static Optional<Path> configuration() {
        try {
            Path jar = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.ofNullable(jar.getParent())
                    .map(folder -> folder.endsWith("target") ? folder.getParent() : folder)
                    .map(folder -> folder.resolve("conf").resolve("meproc.yaml"))
                    .filter(Files::exists);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The directory for the state of this user's programs (XDG Base Directory Specification); empty without a home
     * directory.
     */
    static Optional<Path> state() {
        return state(System.getenv("XDG_STATE_HOME"), System.getProperty("user.home"), System.getenv("HOME"));
    }

    /**
     * The state directory.
     *
     * @param account the home directory of the user's account; "?" for a user without an account
     */
    static Optional<Path> state(@Nullable String xdg, @Nullable String account, @Nullable String home) {
        return absolute(xdg)
                .or(() -> absolute(account)
                        .or(() -> absolute(home))
                        .map(folder -> folder.resolve(".local").resolve("state")));
    }

    private static Optional<Path> absolute(@Nullable String path) {
        return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
    }
}

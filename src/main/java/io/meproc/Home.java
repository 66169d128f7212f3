package io.meproc;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where things are when nobody says. */
final class Home {
    private Home() {}

    /** {@code conf/meproc.yaml} of the folder that the program was installed or built in, if it is there. */
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

    /** Where this user's programs keep their state (XDG Base Directory Specification). */
    static Path state() {
        String xdg = System.getenv("XDG_STATE_HOME");
        return xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".local", "state");
    }
}

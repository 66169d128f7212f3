package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.Release.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code ./mvnw -Prelease package} makes. */
class ReleaseIT {
    private static final Pattern LISTEN = Pattern.compile("Listen: 127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path machine;

    private Release release;

    @BeforeEach
    void unpack() throws IOException, InterruptedException {
        release = new Release(machine.toRealPath());
    }

    @Test
    void itRunsATaskInAnEmptyFolderWithoutBuilding() throws Exception {
        Path out = machine.resolve("out");
        release.environment.put("MEPROC_PORT", "0");
        Process service = release.builder(out, release.folder.resolve("meproc").toString())
                .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> LISTEN.matcher(Files.readString(out)).find() || !service.isAlive());
            Matcher listen = LISTEN.matcher(Files.readString(out));
            assertThat(listen.find()).as(Files.readString(out)).isTrue();
            release.environment.put("MEPROC_URL", "http://127.0.0.1:" + listen.group(1));

            assertThat(release.meproc("run", "greeting", "--", "echo", "hello")).isEqualTo(new Outcome(0, "hello\n"));
            assertThat(release.meproc("start", "web", "--", "sleep", "600").printed())
                    .startsWith("web: created, running");
            assertThat(release.meproc("ls").printed()).contains("web ", "running");
            assertThat(release.meproc("stop", "web").printed()).contains("stopped");
            try (Stream<Path> beside = Files.list(release.folder)) {
                assertThat(beside.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jsa")))
                        .as("class archives for the next starts")
                        .hasSize(2);
            }
        } finally {
            service.destroy();
            assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(service.exitValue()).isZero();
        assertThat(release.folder.resolve("target")).doesNotExist();
    }

    @Test
    void itHoldsWhatAnOperatorNeedsAndNothingOfTheBuild() throws Exception {
        Outcome listing = release.run("tar", "-tzvf", Release.archive().toString());
        List<String> lines = listing.printed().lines().toList();

        assertThat(lines)
                .allMatch(
                        line -> line.matches("[-d]rw[x-]r-[x-]r-[x-] root/root .*"), "anybody may read, nobody write");
        assertThat(lines.stream().map(line -> line.replaceAll(".* meproc-[^/]+/", "")))
                .contains(
                        "meproc",
                        "meproc.jar",
                        "lib/find-java.sh",
                        "lib/service.sh",
                        "systemd/meproc.service",
                        "conf/meproc.yaml",
                        "docs/operations.md",
                        "LICENSE",
                        "README.md",
                        "CHANGELOG.md")
                .doesNotContain("lib/build.sh", "pom.xml")
                .noneMatch(name -> name.matches(".*(junit|archunit|playwright|error_prone).*"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(release.folder.resolve("meproc"))))
                .isEqualTo("rwxr-xr-x");
    }
}

package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.SourceFolder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Java {@code ./meproc} takes, and what it says when there is none. */
class FindJavaIT {
    private final Path machine;
    private final SourceFolder clone;

    FindJavaIT(@TempDir Path machine) throws IOException {
        this.machine = machine.toRealPath();
        clone = new SourceFolder(this.machine);
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOverAndSaid() throws Exception {
        Path old = clone.jre("eleven", "11.0.2");
        Path good = clone.jre("seventeen", "17.0.15");
        clone.environment.put("JAVA_HOME", old.toString());

        Outcome outcome = clone.start();

        assertThat(outcome.lines()).first().isEqualTo(good + "/bin/java");
        assertThat(outcome.err()).isEqualTo("meproc: ignoring JAVA_HOME (" + old + "): Java 11.0.2 is older than 17\n");
    }

    @Test
    void theJavaOnThePathComesBeforeANewerInstalledOne() throws Exception {
        Path onPath = clone.jre("seventeen", "17.0.15");
        clone.jre("twentyfive", "25.0.3");
        clone.putOnPath(onPath.resolve("bin/java"));

        assertThat(clone.start().lines()).first().isEqualTo(onPath + "/bin/java");
    }

    @Test
    void theNewestInstalledJavaIsTakenAndOnlyThatOneStarted() throws Exception {
        clone.jre("a", "17.0.19");
        clone.jre("b", "1.7.0_09");
        Path newest = clone.jre("c/Contents/Home", "25.0.3");
        clone.jre("d", "21-ea");
        clone.jre("e", "25.0.2");

        assertThat(clone.start().lines()).first().isEqualTo(newest + "/bin/java");
        assertThat(clone.starts()).singleElement().asString().startsWith(newest.toString());
    }

    @Test
    void aShimOnThePathIsAskedWhereItsJavaLives() throws Exception {
        Path home = clone.jre("seventeen", "17.0.15");
        Path shim = machine.resolve("shims/java");
        clone.script(shim, "echo '    java.home = " + home + "' >&2");
        clone.putOnPath(shim);

        assertThat(clone.start().lines()).first().isEqualTo(home + "/bin/java");
    }

    @Test
    void aJavaWithoutAReleaseFileIsAskedForItsVersion() throws Exception {
        Path home = clone.jre("unknown", "");
        Files.delete(home.resolve("release"));
        clone.script(
                home.resolve("bin/java"),
                "[ \"$1\" != -XshowSettings:properties ] || echo '    java.version = 21.0.1'");

        assertThat(clone.start().exit()).isZero();
        clone.script(home.resolve("bin/java"), "exit 1");
        assertThat(clone.start().err()).contains(home + ": it does not start");
    }

    @Test
    void withoutAJavaItSaysWhereItLookedAndHowToInstallOne() throws Exception {
        Path old = clone.jre("eleven", "11.0.2");
        clone.environment.put("JAVA_HOME", machine.resolve("nowhere").toString());

        Outcome outcome = clone.start();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("Meproc needs Java 17 or newer, and there is none")
                .contains("JAVA_HOME (" + machine + "/nowhere): no bin/java in it")
                .contains("PATH: no java in it")
                .contains(old + ": Java 11.0.2 is older than 17")
                .contains("apt-get install openjdk-17-jre-headless")
                .contains("brew install openjdk");
    }
}

package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.SourceFolder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's options for the JVM beside those of {@code ./meproc}: whatever the user has chosen, wins. */
class JavaOptionsIT {
    private final Path machine;
    private final SourceFolder clone;

    JavaOptionsIT(@TempDir Path machine) throws IOException {
        this.machine = machine.toRealPath();
        clone = new SourceFolder(this.machine);
    }

    /** A Meproc of real jars, started by a real Java. */
    @BeforeEach
    void install() throws IOException {
        clone.environment.put("JAVA_HOME", System.getProperty("java.home"));
        clone.environment.put("XDG_STATE_HOME", machine.resolve("state").toString());
        Files.delete(clone.root.resolve("target/lib/picocli-4.7.7.jar"));
        try (var jars = Files.list(Path.of("target/lib"))) {
            for (Path jar : jars.toList()) {
                Files.createLink(clone.root.resolve("target/lib").resolve(jar.getFileName()), jar);
            }
        }
        Files.write(clone.root.resolve("target/meproc.jar"), Files.readAllBytes(Path.of("target/meproc.jar")));
        clone.touch("target/meproc.jar");
        // Empty: making an archive was tried and failed.
        String version = System.getProperty("java.version");
        Files.createFile(clone.root.resolve("target/meproc-" + version + ".jsa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void aCollectorOfTheUserReplacesOurs(String variable) throws Exception {
        clone.environment.put(variable, "-XX:+UseG1GC");

        for (String word : new String[] {"--version", "version"}) {
            Outcome outcome = clone.start(word, "--url", "http://127.0.0.1:1");
            assertThat(outcome.err()).doesNotContain("Conflicting collector", "Could not create");
        }
        clone.environment.put("MEPROC_JAVA_OPTS", "-XX:+PrintFlagsFinal");
        assertThat(clone.start("--version").out())
                .containsPattern("UseG1GC\\s+= true")
                .containsPattern("UseSerialGC\\s+= false");
    }

    @ParameterizedTest
    @CsvSource({
        "-Xms512m, InitialHeapSize, 536870912",
        "-Xmx16m, MaxHeapSize, 16777216",
        "-XX:InitialHeapSize=300m, InitialHeapSize, 314572800",
        "-Xmx1g, MaxHeapSize, 1073741824",
        "-XX:TieredStopAtLevel=4, TieredStopAtLevel, 4",
        "-XX:-ExitOnOutOfMemoryError, ExitOnOutOfMemoryError, false",
        "-XX:+UsePerfData, UsePerfData, true",
        "-Xshare:off, UseSharedSpaces, false"
    })
    void whatTheUserHasChosenIsWhatTheJvmTakes(String option, String flag, String value) throws Exception {
        clone.environment.put("MEPROC_JAVA_OPTS", "-XX:+PrintFlagsFinal");
        clone.environment.put("JAVA_TOOL_OPTIONS", option);

        Outcome outcome = clone.start("--version");

        assertThat(outcome.err()).isEqualTo("Picked up JAVA_TOOL_OPTIONS: " + option + "\n");
        assertThat(outcome.out()).containsPattern("\\b" + flag + "\\s+= " + value + "\\b");
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void theServiceTakesTheCollectorOfItsOwnVariable() throws Exception {
        clone.environment.put("MEPROC_JAVA_OPTS", "-XX:+UseParallelGC -XX:+PrintFlagsFinal");

        assertThat(clone.start("--version").out()).containsPattern("UseParallelGC\\s+= true");
    }

    @Test
    void optionsInAFileCountAsWell() throws Exception {
        Path file = Files.writeString(machine.resolve("options"), "-XX:+UseG1GC\n-Xms512m\n");
        clone.environment.put("JDK_JAVA_OPTIONS", "@" + file);

        Outcome outcome = clone.start("--version");

        assertThat(outcome.err()).doesNotContain("Conflicting", "Could not create");
        assertThat(outcome.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+PrintFlagsFinal -XX:+UseStringDeduplication", "-Xlog:gc*", "-Dname=UseG1GC"})
    void otherOptionsLeaveOursAlone(String options) throws Exception {
        clone.environment.put("JAVA_TOOL_OPTIONS", options);
        clone.environment.put("MEPROC_JAVA_OPTS", "-XX:+PrintFlagsFinal");

        assertThat(clone.start("--version").out())
                .containsPattern("UseSerialGC\\s+= true")
                .containsPattern("MaxHeapSize\\s+= 268435456\\b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's here", "a \"b\" $c", "a;b&c", "ä"})
    void theFolderMayHaveAnyName(String name) throws Exception {
        Path moved = machine.resolve(name).resolve("meproc's");
        Files.createDirectory(moved.getParent());
        Files.move(clone.root, moved);
        clone.environment.put("LANG", "C.UTF-8");
        clone.environment.put("CDPATH", "/");
        clone.environment.put("POSIXLY_CORRECT", "1");
        clone.environment.put("BASH_ENV", "/nonexistent");
        clone.environment.put("ENV", "/nonexistent");
        Path link = Files.createSymbolicLink(machine.resolve("a link"), moved.resolve("meproc"));

        assertThat(clone.run(link.toString(), "--version").out()).startsWith("Meproc ");
        assertThat(clone.run(link.toString(), "help").out()).contains("ls");
    }

    @Test
    void aStartMakesTheClassArchivesThatAreMissingAndTheNextOneUsesThem() throws Exception {
        String version = System.getProperty("java.version");
        // The JVM archives no class from a folder with a blank in its name.
        Path folder = Files.move(clone.root, machine.resolve("clone"));
        String program = folder.resolve("meproc").toString();
        Path archive = folder.resolve("target/meproc-" + version + ".jsa");
        Path client = folder.resolve("target/meproc-client-" + version + ".jsa");
        Files.delete(archive);
        // What would keep the trial from its port, its log or its calls.
        clone.environment.put("MEPROC_LOG_LEVEL", "error");
        clone.environment.put("MEPROC_PORT", "1");
        clone.environment.put("MEPROC_BOOTSTRAP_CMD", "exit 1");
        clone.environment.put("http_proxy", "http://127.0.0.1:1");

        assertThat(clone.run(program, "--version").exit()).isZero();

        assertThat(archive).isNotEmptyFile();
        assertThat(client).isNotEmptyFile();
        clone.environment.put("MEPROC_JAVA_OPTS", "-Xlog:class+load -Xshare:on");
        assertThat(clone.run(program, "--version").out())
                .containsPattern("io.meproc.Main source: shared objects file \\(top\\)");
        try (var left = Files.list(folder.resolve("target"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "lib",
                            "meproc.jar",
                            archive.getFileName().toString(),
                            client.getFileName().toString());
        }
    }

    @Test
    void anArchiveThatCouldNotBeMadeIsTriedOnceOnly() throws Exception {
        Path archive = clone.root.resolve("target/meproc-" + System.getProperty("java.version") + ".jsa");
        Files.delete(archive);
        Files.write(clone.root.resolve("target/meproc.jar"), new byte[0]);

        clone.start("--version");
        assertThat(archive).isEmptyFile();
        FileTime tried = Files.getLastModifiedTime(archive);

        clone.start("--version");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(tried);
    }

    @Test
    @EnabledIf(value = "mayBeSomebodyElse", disabledReason = "another user needs root and setpriv")
    void aFolderThatCannotBeWrittenMakesTheStartSlowerOnly() throws Exception {
        Files.delete(clone.root.resolve("target/meproc-" + System.getProperty("java.version") + ".jsa"));
        Files.setPosixFilePermissions(machine, PosixFilePermissions.fromString("rwxr-xr-x"));

        Outcome outcome = clone.run(
                "/usr/bin/setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                clone.root.resolve("meproc").toString(),
                "--version");

        assertThat(outcome.out()).startsWith("Meproc ");
        assertThat(outcome.err()).isEmpty();
    }

    static boolean mayBeSomebodyElse() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }
}

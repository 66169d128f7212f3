package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.SourceFolder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./meproc} starts, and when it builds that first. */
class LaunchScriptIT {
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms32m",
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xlog:cds*=off");

    private static final List<String> CLIENT_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xlog:cds*=off");

    private final Path machine;
    private final SourceFolder clone;

    LaunchScriptIT(@TempDir Path machine) throws IOException {
        // Real, because the script prints what it has resolved.
        this.machine = machine.toRealPath();
        clone = new SourceFolder(this.machine);
    }

    @Test
    void theJvmGetsOurOptionsThenTheUsersThenTheJarAndItsArgumentsUntouched() throws Exception {
        Path home = clone.jre("seventeen", "17.0.15");
        clone.environment.put("JAVA_HOME", home.toString());
        clone.environment.put("MEPROC_JAVA_OPTS", "-Dmost=1g  -Da=*");
        Files.createFile(machine.resolve("-Da=a file that the wildcard would match"));

        Outcome outcome = clone.start("--config", "a b.yaml", "*", "");

        List<String> expected = new ArrayList<>(List.of(home + "/bin/java"));
        expected.addAll(OPTIONS);
        expected.add("-Dmeproc.nofile=" + openFiles());
        expected.add("-Dmeproc.start=" + clone.root + "/meproc");
        expected.addAll(List.of("-Dmost=1g", "-Da=*", "-jar", clone.root + "/target/meproc.jar"));
        expected.addAll(List.of("--config", "a b.yaml", "*", ""));
        assertThat(outcome.lines()).isEqualTo(expected);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    /** The soft limit that programs get from this JVM. */
    private static String openFiles() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split(" ", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRealJvmAcceptsTheOptions() throws Exception {
        clone.environment.put("JAVA_HOME", System.getProperty("java.home"));
        clone.environment.put("MEPROC_JAVA_OPTS", "--version");
        // The JVM reads the manifest before it answers.
        Files.write(clone.root.resolve("target/meproc.jar"), Files.readAllBytes(Path.of("target/meproc.jar")));

        Outcome outcome = clone.start();

        assertThat(outcome.out()).contains(System.getProperty("java.version"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void theJvmTakesThePlaceOfTheScript() throws Exception {
        clone.script(clone.jre("seventeen", "17.0.15").resolve("bin/java"), "echo $$", "exit 7");

        Outcome outcome = clone.start();

        assertThat(outcome.lines()).containsExactly(Long.toString(outcome.pid()));
        assertThat(outcome.exit()).isEqualTo(7);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // whose script(1) gives a program a terminal
    void coloursAreForATerminalWithoutNoColor() throws Exception {
        clone.jre("seventeen", "17.0.15");
        String terminal = SourceFolder.program("script").toString();
        String[] arguments = {"-qec", "'" + clone.root + "/meproc'", "/dev/null"};

        assertThat(clone.run(terminal, arguments).out()).contains("-Dmeproc.terminal=true");
        clone.environment.put("NO_COLOR", "1");
        assertThat(clone.run(terminal, arguments).out()).contains("-jar").doesNotContain("terminal");
        clone.environment.remove("NO_COLOR");
        assertThat(clone.start().out()).contains("-jar").doesNotContain("terminal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "run", "help", "mistyped", "--url", "--url=http://h"})
    void aWordIsForTheClient(String word) throws Exception {
        Path home = clone.jre("seventeen", "17.0.15");
        clone.environment.put("LANG", "de_DE.UTF-8");
        clone.environment.put("MEPROC_JAVA_OPTS", "-Xmx1g");

        Outcome outcome = clone.start(word, "a b", "*", "", "--", "--x");

        List<String> expected = new ArrayList<>(List.of(home + "/bin/java"));
        expected.addAll(CLIENT_OPTIONS);
        expected.add("-Xbootclasspath/a:" + clone.root + "/target/lib/picocli-4.7.7.jar");
        expected.addAll(List.of("-cp", clone.root + "/target/meproc.jar", "io.meproc.cli.Client"));
        expected.addAll(List.of(word, "a b", "*", "", "--", "--x"));
        assertThat(outcome.lines()).isEqualTo(expected);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void theWordServeStartsTheServiceAsNoWordDoes() throws Exception {
        clone.jre("seventeen", "17.0.15");

        assertThat(clone.start("serve", "--port", "1").out())
                .isEqualTo(clone.start("--port", "1").out())
                .contains("-jar");
        assertThat(clone.start("serve").out()).isEqualTo(clone.start().out());
    }

    @Test
    void theClientDoesNotBuildWhatOnlyChanged() throws Exception {
        clone.jdk("seventeen", "17.0.15");
        clone.touch("pom.xml");

        assertThat(clone.start("ls").out()).contains("io.meproc.cli.Client");
        assertThat(clone.root.resolve("built")).doesNotExist();
        Files.delete(clone.root.resolve("target/meproc.jar"));
        assertThat(clone.start("ls").err()).startsWith("Building Meproc (first start only, ");
    }

    @Test
    void theClientHasAnArchiveOfItsOwn() throws Exception {
        clone.jre("seventeen", "17.0.15");
        Path archive = Files.writeString(clone.root.resolve("target/meproc-client-17.0.15.jsa"), "classes");
        clone.touch("target/meproc-client-17.0.15.jsa");

        assertThat(clone.start("ls").lines()).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(clone.start().out()).contains("-jar").doesNotContain("SharedArchiveFile");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theClientHearsHowWideATerminalIs() throws Exception {
        clone.jre("seventeen", "17.0.15");
        String terminal = SourceFolder.program("script").toString();
        String line = "stty cols 77; '" + clone.root + "/meproc' ls";

        String[] arguments = {"-qec", line, "/dev/null"};
        assertThat(clone.run(terminal, arguments).out())
                .contains("-Dmeproc.columns=77")
                .contains("colours=true");
        clone.environment.put("NO_COLOR", "1");
        assertThat(clone.run(terminal, arguments).out())
                .contains("-Dmeproc.columns=77")
                .doesNotContain("colours");
        assertThat(clone.start("ls").out()).doesNotContain("-Dmeproc");
    }

    @Test
    void lettersReachTheClientInALocaleWithoutThem() throws Exception {
        clone.script(clone.jre("seventeen", "17.0.15").resolve("bin/java"), "echo \"locale: $LC_ALL\"");
        clone.environment.put("LANG", "C");

        assertThat(clone.start("ls").out()).isEqualTo("locale: C.UTF-8\n");
        clone.environment.put("LANG", "en_US.utf8");
        assertThat(clone.start("ls").out()).isEqualTo("locale: \n");
        assertThat(clone.start().out()).isEqualTo("locale: \n");
    }

    @Test
    void aClassArchiveIsUsedWhenItIsNewerThanTheJar() throws Exception {
        clone.jre("seventeen", "17.0.15");
        Path archive = Files.writeString(clone.root.resolve("target/meproc-17.0.15.jsa"), "classes");
        clone.touch("target/meproc-17.0.15.jsa");

        assertThat(clone.start().lines()).contains("-XX:SharedArchiveFile=" + archive);
        clone.touch("target/meproc.jar");
        assertThat(clone.start().out()).contains("-jar").doesNotContain("SharedArchiveFile");
    }

    @Test
    void aBuildShowsHowFarItIs() throws Exception {
        clone.jdk("seventeen", "17.0.15");
        clone.script(
                clone.root.resolve("mvnw"),
                "i=0; while [ $((i += 1)) -le 250 ]; do echo '[INFO] Downloaded from central: https://repo/a'; done",
                "echo '[INFO] Compiling 371 source files with javac [release 17] to target/classes'",
                "echo '[INFO] Building jar: /somewhere/meproc.jar'",
                ": >target/meproc.jar");
        clone.touch("pom.xml");

        assertThat(clone.start().err().lines())
                .containsExactly(
                        "Building Meproc (its sources changed) ...",
                        "  fetching Maven and what the build needs",
                        "  100 files downloaded",
                        "  200 files downloaded",
                        "  compiling 371 source files with javac [release 17]",
                        "  packing");
    }

    @Test
    void aClassArchiveOfAnotherJavaIsNotUsed() throws Exception {
        clone.jre("seventeen", "17.0.15");
        clone.touch("target/meproc.jar");
        Files.writeString(clone.root.resolve("target/meproc-25.0.3.jsa"), "classes");
        clone.touch("target/meproc-25.0.3.jsa");

        assertThat(clone.start().out()).contains("-jar").doesNotContain("SharedArchiveFile");
    }

    @Test
    void nothingIsBuiltWhenTheJarIsNewerThanItsSources() throws Exception {
        clone.jdk("seventeen", "17.0.15");

        assertThat(clone.start().err()).isEmpty();
        assertThat(clone.root.resolve("built")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/java/Main.java", "webroot/index.html"})
    void aSourceNewerThanTheJarIsBuiltOnce(String source) throws Exception {
        Path home = clone.jdk("seventeen", "17.0.15");
        clone.touch(source);

        assertThat(clone.start().err())
                .isEqualTo("Building Meproc (its sources changed) ...\n  fetching Maven and what the build needs\n");
        assertThat(clone.root.resolve("built"))
                .content()
                .startsWith("JAVA_HOME=" + home + " -B ")
                .contains(" -Dmeproc.checks=false ")
                .endsWith(" jar:jar\n");
        assertThat(clone.start().err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"target/meproc.jar", "target/lib"})
    void whatIsMissingIsBuilt(String missing) throws Exception {
        clone.jdk("seventeen", "17.0.15");
        Files.move(clone.root.resolve(missing), machine.resolve("missing"));

        Outcome outcome = clone.start();

        assertThat(outcome.err()).startsWith("Building Meproc (first start only, ");
        assertThat(outcome.lines()).contains("-jar");
    }

    @Test
    void aFailedBuildShowsItsEndAndStartsNothing() throws Exception {
        clone.jdk("seventeen", "17.0.15");
        clone.script(
                clone.root.resolve("mvnw"),
                "echo '[INFO] Downloaded from central: https://repo/a.jar'",
                "printf '[ERROR] cannot find symbol'",
                "exit 1");
        clone.touch("pom.xml");

        Outcome outcome = clone.start();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("cannot find symbol", "the build failed", clone.root + "/target/build.log")
                .doesNotContain("Downloaded from");
        assertThat(clone.starts()).isEmpty();
    }

    @Test
    void aRuntimeStartsWhatACompilerElsewhereHasBuilt() throws Exception {
        Path runtime = clone.jre("runtime", "25.0.3");
        clone.touch("pom.xml");
        clone.putOnPath(runtime.resolve("bin/java"));

        Outcome without = clone.start();
        assertThat(without.exit()).isEqualTo(1);
        assertThat(without.err())
                .contains("a runtime only, without the compiler")
                .contains("apt-get install openjdk-17-jdk-headless");

        Path compiler = clone.jdk("compiler", "17.0.15");
        assertThat(clone.start().lines()).first().isEqualTo(runtime + "/bin/java");
        assertThat(clone.root.resolve("built")).content().startsWith("JAVA_HOME=" + compiler);
    }

    @Test
    void itStartsFromAnyFolderThroughLinks() throws Exception {
        clone.jre("seventeen", "17.0.15");
        Path bin = Files.createDirectory(machine.resolve("bin"));
        Path inner = Files.createSymbolicLink(bin.resolve("inner"), bin.relativize(clone.root.resolve("meproc")));
        Path outer = Files.createSymbolicLink(machine.resolve("outer"), inner);

        assertThat(clone.run(outer.toString()).lines()).contains(clone.root + "/target/meproc.jar");
    }

    @Test
    void anInstalledMeprocStartsTheJarBesideIt() throws Exception {
        clone.jre("seventeen", "17.0.15");
        Path installed = machine.resolve("installed");
        Files.createDirectories(installed.resolve("lib"));
        Files.copy(Path.of("meproc"), installed.resolve("meproc"));
        for (String part : List.of("archive.sh", "find-java.sh", "java-options.sh")) {
            Files.copy(Path.of("src/main/sh", part), installed.resolve("lib").resolve(part));
        }

        String program = installed.resolve("meproc").toString();
        Outcome incomplete = clone.run(program);
        assertThat(incomplete.exit()).isEqualTo(1);
        assertThat(incomplete.err()).contains("not a complete Meproc");

        Files.createFile(installed.resolve("meproc.jar"));
        assertThat(clone.run(program).lines()).contains(installed + "/meproc.jar");
    }
}

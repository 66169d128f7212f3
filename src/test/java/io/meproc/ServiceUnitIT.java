package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meproc.Release.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code meproc service}: the unit for systemd, below a folder that stands for another machine. */
class ServiceUnitIT {
    private static final String UNIT = "etc/systemd/system/meproc.service";

    @TempDir
    private Path machine;

    private Release release;
    private Path root;
    private Path unit;

    @BeforeEach
    void unpack() throws IOException, InterruptedException {
        release = new Release(machine.toRealPath());
        root = Files.createDirectory(machine.toRealPath().resolve("root"));
        unit = root.resolve(UNIT);
    }

    private Outcome service(String... arguments) throws Exception {
        return release.meproc(
                Stream.concat(Stream.of("service"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void aUnitIsInstalledReportedAndRemoved() throws Exception {
        String there = root.toString();
        assertThat(service("status", "--root", there)).isEqualTo(new Outcome(4, "meproc.service: not installed\n"));

        Outcome installed = service("install", "--root", there, "--user=worker", "--stop-timeout", "120");
        assertThat(installed.exit()).as(installed.printed()).isZero();
        assertThat(unit)
                .content()
                .contains(
                        "\nExecStart=\"" + release.folder + "/meproc\"\n",
                        "\nUser=worker\n",
                        "\nTimeoutStopSec=120\n",
                        "\nKillMode=mixed\n",
                        "\nNoNewPrivileges=yes\n");
        assertThat(Files.readSymbolicLink(root.resolve("usr/local/bin/meproc")))
                .isEqualTo(release.folder.resolve("meproc"));
        assertThat(service("status", "--root", there))
                .isEqualTo(new Outcome(3, "meproc.service: installed; systemd does not run here\n"));

        Files.writeString(unit, Files.readString(unit).replace("Restart=on-failure", "Restart=always"));
        assertThat(service("status", "--root", there).printed()).contains("differs from what");

        assertThat(service("remove", "--root", there).exit()).isZero();
        try (Stream<Path> left = Files.walk(root)) {
            assertThat(left.filter(file -> !Files.isDirectory(file))).isEmpty();
        }
        assertThat(service("remove", "--root", there).exit()).isEqualTo(4);
    }

    @Test
    void rootIsNotKeptFromWhatItsTasksAreFor() throws Exception {
        service("install", "--root", root.toString(), "--user", "root");

        assertThat(unit).content().contains("\nUser=root\n").doesNotContain("NoNewPrivileges", "ProtectSystem");
    }

    @Test
    void printingChangesNothing() throws Exception {
        Outcome printed = service("install", "--print", "--root", root.toString());

        assertThat(printed.exit()).isZero();
        assertThat(printed.printed()).contains("[Service]\n", "# write " + unit, "# ln -sfn ");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void systemdFindsNoFaultInTheUnit() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze is not installed");
        for (String user : new String[] {"meproc", "root"}) {
            service("install", "--root", root.toString(), "--user", user);

            assertThat(release.run("systemd-analyze", "verify", unit.toString()))
                    .isEqualTo(new Outcome(0, ""));
        }
    }

    @Test
    void aPathWithBlanksAndPercentSignsIsQuoted() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze is not installed");
        Path moved = Files.move(release.folder, machine.toRealPath().resolve("a 100% & $c | d"));

        Outcome installed = release.run(
                moved.resolve("meproc").toString(), "service", "install", "--root", root.toString(), "--user=meproc");

        assertThat(installed.exit()).as(installed.printed()).isZero();
        assertThat(release.run("systemd-analyze", "verify", unit.toString())).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void aPathThatSystemdWouldNotStartIsRefused() throws Exception {
        Path moved = Files.move(release.folder, machine.toRealPath().resolve("a \"b\""));

        Outcome refused = release.run(moved.resolve("meproc").toString(), "service", "install", "--print");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).contains("a quote or a backslash in its name: " + moved);
    }

    @Test
    void aProgramOfThatNameOfSomebodyElseIsLeftAlone() throws Exception {
        Path program = Files.createDirectories(root.resolve("usr/local/bin")).resolve("meproc");
        Files.writeString(program, "another");

        Outcome refused = service("install", "--root", root.toString());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).contains(program + " is a file of somebody else");
        assertThat(program).hasContent("another");
        assertThat(unit).doesNotExist();
    }

    @Test
    void withoutSystemdItSaysWhatIsPossible() throws Exception {
        assumeTrue(!Files.isDirectory(Path.of("/run/systemd/system")), "systemd runs here");

        Outcome refused = service("install");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).contains("systemd does not run on this machine", "--print", "--root DIR");
    }

    @Test
    void aSourceFolderIsNotInstalled() throws Exception {
        Outcome refused = release.run(Path.of("meproc").toAbsolutePath().toString(), "service", "install", "--print");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).contains("source folder", "./mvnw -Prelease package");
    }

    @Test
    void itsHelpIsWhereHelpIsLookedFor() throws Exception {
        Outcome help = service("--help");

        assertThat(help.exit()).isZero();
        assertThat(help.printed()).startsWith("Usage: meproc service install ");
        assertThat(release.meproc("help", "service")).isEqualTo(help);
        assertThat(release.meproc("help").printed()).contains("meproc service install|status|remove [OPTION...]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "service                                | expected install, status or remove",
                "service frob                           | unknown argument 'frob'",
                "service install remove                 | one command at a time",
                "service install --user                 | --user needs a value",
                "service install --user=a;b             | --user: 'a;b' is not an account name; allowed are",
                "service install --stop-timeout=14      | --stop-timeout: expected seconds from 15 to 86400, got '14'",
                "service install --stop-timeout=1e3     | --stop-timeout: expected seconds from 15 to 86400, got '1e3'",
                "service install --stop-timeout=9999999 | --stop-timeout: expected seconds from 15 to 86400",
                "service status --print                 | --print is for install and remove",
                "service remove --user=x                | --user and --stop-timeout are for install",
            })
    void aWrongCommandLineNamesWhatIsAllowed(String line, String words) throws Exception {
        Outcome refused = release.meproc(line.split(" "));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.printed()).contains(words);
    }
}

package io.meproc.process.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meproc.linux.Errno;
import io.meproc.process.Admission;
import io.meproc.process.LauncherChoice;
import io.meproc.process.Proc;
import io.meproc.process.ProcessSide;
import io.meproc.process.account.Resolution.Denied;
import io.meproc.process.account.Resolution.Granted;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.Refusal;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As whom a process runs. The accounts are those that every Debian has. */
class AccountTest {
    private static final String SHOW = "cat /proc/self/status; id; env";
    private static final Privileges ROOT = new Privileges(0, 0, true, true, true);
    private static final Privileges NOBODY = new Privileges(65534, 65534, false, false, false);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aUserGetsItsIdsGroupsAndNames(LauncherChoice choice) throws Exception {
        assumeTrue(Privileges.own().maySetUser(), "other users need root");
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            String shown = side.output("user", new Command(SHOW, "games", null));
            Account games = new AccountDatabase().user("games").orElseThrow();

            assertThat(Proc.status(shown, "Uid").split("\t")).containsOnly(Long.toString(games.uid()));
            assertThat(Proc.status(shown, "Gid").split("\t")).containsOnly(Long.toString(games.gid()));
            assertThat(Proc.status(shown, "Groups")).isEqualTo(Long.toString(games.gid()));
            for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
                assertThat(Proc.status(shown, set)).matches("0+");
            }
            assertThat(shown.lines())
                    .contains(
                            "uid=" + games.uid() + "(games) gid=" + games.gid() + "(games) groups=" + games.gid()
                                    + "(games)",
                            "HOME=" + games.home(),
                            "USER=games",
                            "LOGNAME=games",
                            "SHELL=" + games.shell())
                    .filteredOn(line -> line.startsWith("HOME=") || line.startsWith("USER="))
                    .hasSize(2);
        }
    }

    @Test
    void aUserMayHaveAnotherGroup() throws IOException {
        assumeTrue(Privileges.own().maySetUser(), "other users need root");
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            String shown = side.output("both", new Command(SHOW, "games", "daemon"));

            assertThat(Proc.status(shown, "Uid")).startsWith("5\t5");
            assertThat(Proc.status(shown, "Gid")).startsWith("1\t1\t1\t1");
            assertThat(Proc.status(shown, "Groups").split(" ")).doesNotContain("0");
        }
    }

    @Test
    void aGroupAloneReplacesAllGroups() throws IOException {
        assumeTrue(Privileges.own().maySetGroup(), "other groups need root");
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            String shown = side.output("group", new Command(SHOW, null, "daemon"));

            assertThat(Proc.status(shown, "Uid")).startsWith(Privileges.own().uid() + "\t");
            assertThat(Proc.status(shown, "Gid")).startsWith("1\t1\t1\t1");
            assertThat(Proc.status(shown, "Groups")).isEmpty();
        }
    }

    @Test
    void thePidStaysTheSameAndSignalsReachTheOtherUser() {
        assumeTrue(Privileges.own().maySetUser(), "other users need root");
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Run run = side.order("other", 0, new Command("exec sleep 1000", "nobody", null));
            ProcessSide.eventually(() -> ProcessHandle.of(side.pid(run))
                    .flatMap(process -> process.info().arguments())
                    .filter(arguments -> List.of(arguments).equals(List.of("1000")))
                    .isPresent());

            side.send(run, Signal.TERM);

            side.exit(run);
            assertThat(side.has(run, Report.Exited.class)).isTrue();
        }
    }

    @Test
    void accountsMayBeNumbers() {
        SystemIdentities identities = new SystemIdentities(new AccountDatabase(), ROOT);

        assertThat(identities.resolve(new Command(":", "65534", null)))
                .isEqualTo(identities.resolve(new Command(":", "nobody", null)));
        assertThat(identities.resolve(new Command(":", null, "12345")))
                .isEqualTo(new Granted(
                        new Identity(new Identity.Change(Identity.Change.SAME, 12345, List.of()), Map.of())));
        assertThat(identities.resolve(new Command(":", "4123456789", null))).isInstanceOf(Denied.class);
        assertThat(identities.resolve(new Command(":", null, "4294967295"))).isInstanceOf(Denied.class);
    }

    @Test
    void theSupervisorsOwnAccountNeedsNoSwitch() {
        SystemIdentities nobody = new SystemIdentities(new AccountDatabase(), NOBODY);

        assertThat(nobody.resolve(new Command(":", "nobody", "nogroup")))
                .isInstanceOfSatisfying(Granted.class, granted -> {
                    assertThat(granted.identity().change()).isNull();
                    assertThat(granted.identity().variables()).containsEntry("USER", "nobody");
                });
        assertThat(nobody.resolve(new Command(":", null, "nogroup"))).isEqualTo(new Granted(Identity.OWN));
    }

    @Test
    void aSupervisorWithoutTheRightSaysSo() {
        SystemIdentities nobody = new SystemIdentities(new AccountDatabase(), NOBODY);

        assertThat(nobody.resolve(new Command(":", "games", null)))
                .isEqualTo(new Denied("Meproc runs as uid 65534 and may not switch to user 'games'; start it as root"
                        + " (or with CAP_SETUID, CAP_SETGID and CAP_KILL)"));
        assertThat(nobody.resolve(new Command(":", null, "games")))
                .isEqualTo(new Denied("Meproc runs as uid 65534 and may not switch to group 'games'; start it as root"
                        + " (or with CAP_SETGID)"));
    }

    @Test
    void aMachineWithoutSetprivSaysSo() {
        Identity games = new Identity(new Identity.Change(5, 60, List.of(60, 4)), Map.of());

        assertThat(new Setpriv(null).obstacle(games)).contains("setpriv (package util-linux)");
        assertThat(new Setpriv(null).obstacle(Identity.OWN)).isNull();
        assertThat(new Setpriv("/usr/bin/setpriv").obstacle(games)).isNull();
        assertThat(new Setpriv("/usr/bin/setpriv").words(games))
                .containsExactly(
                        "/usr/bin/setpriv",
                        "--regid",
                        "60",
                        "--groups",
                        "60,4",
                        "--reuid",
                        "5",
                        "--inh-caps=-all",
                        "--ambient-caps=-all",
                        "--");
    }

    @Test
    void aMachineWithoutItsCLibraryRefusesOnlyASwitch() {
        Identities own = Identities.ownOnly("that needs Linux");

        assertThat(own.resolve(new Command(":", null, null))).isEqualTo(new Granted(Identity.OWN));
        assertThat(own.resolve(new Command(":", "games", null)))
                .isEqualTo(new Denied("user and group can't be set here: that needs Linux"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EIO, Errno.EMFILE, Errno.EINTR, Errno.EAGAIN, Errno.ENOMEM})
    void aUserDatabaseThatCanNotAnswerDoesNotMeanThatAnAccountIsMissing(int errno) {
        assertThatThrownBy(() -> AccountDatabase.find((entry, buffer, size, result) -> errno, entry -> "found"))
                .isInstanceOf(LookupException.class)
                .hasMessageContaining(Errno.name(errno));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Errno.ENOENT, Errno.ESRCH})
    void anAccountThatIsMissingIsMissing(int result) throws Exception {
        assertThat(AccountDatabase.find((entry, buffer, size, found) -> result, entry -> "found"))
                .isEmpty();
    }

    @Test
    void aLookupWithoutAnAnswerIsTriedAgainAndNotHeldAgainstTheTask() {
        Resolution unanswered = new Resolution.Unanswered("the user database could not answer");
        Command command = new Command(":", "games", null);

        assertThat(Admission.check(command, unanswered))
                .isEqualTo(new Refusal(Refusal.Reason.UNAVAILABLE, "the user database could not answer"));
        assertThatThrownBy(() -> Admission.identity(command, unanswered))
                .isInstanceOfSatisfying(
                        SpawnException.class,
                        failed -> assertThat(failed.failure().passing()).isTrue());
    }

    @Test
    void aUserWhoseProcessesCouldNotBeStoppedIsRefused() {
        SystemIdentities identities =
                new SystemIdentities(new AccountDatabase(), new Privileges(1000, 1000, true, true, false));

        assertThat(identities.resolve(new Command(":", "games", null)))
                .isInstanceOfSatisfying(
                        Denied.class,
                        denied -> assertThat(denied.detail())
                                .contains("may not signal that user's processes", "CAP_KILL"));
        assertThat(identities.resolve(new Command(":", null, "games"))).isInstanceOf(Granted.class);
    }
}

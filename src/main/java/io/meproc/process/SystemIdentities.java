package io.meproc.process;

import io.meproc.process.Resolution.Denied;
import io.meproc.process.Resolution.Granted;
import io.meproc.task.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Identities by the machine's accounts, taken on by setpriv(1) between fork and shell, which keeps the pid. It
 * is given numbers only, so that what was checked is what happens, and drops capabilities that a supervisor
 * other than root would pass on.
 */
final class SystemIdentities implements Identities {
    /** Where setpriv may be; the search path of whoever started the service is not trusted with this. */
    private static final List<String> DIRECTORIES =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/run/current-system/sw/bin");

    private final AccountDatabase accounts;
    private final Privileges privileges;
    private final @Nullable String setpriv;

    SystemIdentities(AccountDatabase accounts, Privileges privileges, @Nullable String setpriv) {
        this.accounts = accounts;
        this.privileges = privileges;
        this.setpriv = setpriv;
    }

    static SystemIdentities ofThisMachine() {
        return new SystemIdentities(new AccountDatabase(), Privileges.own(), findSetpriv());
    }

    private static @Nullable String findSetpriv() {
        return DIRECTORIES.stream()
                .map(directory -> directory + "/setpriv")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Resolution resolve(Command command) {
        Optional<Denied> unusable = Stream.concat(
                        unusable("user", command.user()).stream(), unusable("group", command.group()).stream())
                .findFirst();
        if (unusable.isPresent()) {
            return unusable.get();
        }
        OptionalLong group = OptionalLong.empty();
        if (command.group() != null) {
            group = accounts.group(command.group());
            if (group.isEmpty()) {
                return unknown("group", command.group());
            }
        }
        if (command.user() == null) {
            return group.isEmpty() ? new Granted(Identity.OWN) : ownUser(command, group.getAsLong());
        }
        Optional<Account> user = accounts.user(command.user());
        if (user.isEmpty()) {
            return unknown("user", command.user());
        }
        return user(command, user.get(), group.orElse(user.get().gid()));
    }

    private Resolution user(Command command, Account account, long gid) {
        Map<String, String> variables = account.variables();
        if (account.uid() == privileges.uid() && gid == privileges.gid()) {
            return new Granted(new Identity(List.of(), variables));
        }
        if (!privileges.maySetUser() || !privileges.maySetGroup()) {
            return new Denied(mayNot("user '" + command.user() + "'", "CAP_SETUID and CAP_SETGID"));
        }
        return switching(
                variables,
                "--reuid",
                Long.toString(account.uid()),
                "--regid",
                Long.toString(gid),
                "--init-groups",
                "--inh-caps=-all",
                "--ambient-caps=-all");
    }

    private Resolution ownUser(Command command, long gid) {
        if (gid == privileges.gid()) {
            return new Granted(Identity.OWN);
        }
        if (!privileges.maySetGroup()) {
            return new Denied(mayNot("group '" + command.group() + "'", "CAP_SETGID"));
        }
        return switching(Map.of(), "--regid", Long.toString(gid), "--clear-groups");
    }

    private Resolution switching(Map<String, String> variables, String... options) {
        if (setpriv == null) {
            return new Denied("user and group need setpriv (package util-linux), which is not in any of "
                    + String.join(", ", DIRECTORIES));
        }
        List<String> words = new ArrayList<>();
        words.add(setpriv);
        words.addAll(List.of(options));
        words.add("--");
        return new Granted(new Identity(List.copyOf(words), variables));
    }

    private String mayNot(String whom, String capabilities) {
        return "Meproc runs as uid " + privileges.uid() + " and may not switch to " + whom
                + "; start it as root (or with " + capabilities + ")";
    }

    private static Denied unknown(String kind, String name) {
        return new Denied(kind + " '" + name + "' does not exist on this machine");
    }

    /** No name of an account looks like an option or holds control characters, whatever the database says. */
    private static Optional<Denied> unusable(String kind, @Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        boolean usable =
                !name.isEmpty() && !name.startsWith("-") && name.chars().noneMatch(Character::isISOControl);
        return usable
                ? Optional.empty()
                : Optional.of(new Denied(kind + " must be the name or the number of an account; it may not be empty,"
                        + " start with '-' or hold control characters"));
    }
}

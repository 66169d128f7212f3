package io.meproc.process.account;

import io.meproc.process.account.Identity.Change;
import io.meproc.process.account.Resolution.Denied;
import io.meproc.process.account.Resolution.Granted;
import io.meproc.process.account.Resolution.Unanswered;
import io.meproc.task.command.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Identities from the machine's accounts, as numbers only, so that the checked account is the one that is used. */
public final class SystemIdentities implements Identities {
    private final AccountDatabase accounts;
    private final Privileges privileges;

    public SystemIdentities(AccountDatabase accounts, Privileges privileges) {
        this.accounts = accounts;
        this.privileges = privileges;
    }

    @Override
    public Resolution resolve(Command command) {
        try {
            return resolution(command);
        } catch (LookupException failed) {
            return new Unanswered("the user database could not answer: " + failed.getMessage());
        }
    }

    private Resolution resolution(Command command) throws LookupException {
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
            return new Granted(new Identity(null, variables));
        }
        if (!privileges.maySetUser() || !privileges.maySetGroup()) {
            return new Denied(mayNot("user '" + command.user() + "'", "CAP_SETUID, CAP_SETGID and CAP_KILL"));
        }
        if (account.uid() != privileges.uid() && !privileges.maySignal()) {
            return new Denied("Meproc runs as uid " + privileges.uid() + " and may switch to user '" + command.user()
                    + "', but may not signal that user's processes, so it could not stop them; start it as root (or"
                    + " with CAP_KILL as well)");
        }
        return new Granted(
                new Identity(new Change(account.uid(), gid, accounts.groups(account.name(), gid)), variables));
    }

    private Resolution ownUser(Command command, long gid) {
        if (gid == privileges.gid()) {
            return new Granted(Identity.OWN);
        }
        if (!privileges.maySetGroup()) {
            return new Denied(mayNot("group '" + command.group() + "'", "CAP_SETGID"));
        }
        return new Granted(new Identity(new Change(Change.SAME, gid, List.of()), Map.of()));
    }

    private String mayNot(String whom, String capabilities) {
        return "Meproc runs as uid " + privileges.uid() + " and may not switch to " + whom
                + "; start it as root (or with " + capabilities + ")";
    }

    private static Denied unknown(String kind, String name) {
        return new Denied(kind + " '" + name + "' does not exist on this machine");
    }

    /** Refuses names that look like an option or contain control characters, whatever the database contains. */
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

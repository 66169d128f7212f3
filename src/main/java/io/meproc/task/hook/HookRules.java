package io.meproc.task.hook;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of notifications that apply to all tasks.
 *
 * @param names the targets that the settings define
 * @param allowed the hosts of URLs in definitions, each with a port unless it stands for every port
 * @param gap the least time between two notifications of the same event of a task
 */
public record HookRules(Set<String> names, Set<String> allowed, Duration gap) {
    public static final Duration GAP = Duration.ofMinutes(1);
    public static final HookRules NONE = new HookRules(Set.of(), Set.of(), GAP);

    public HookRules {
        names = Set.copyOf(names);
        allowed = Set.copyOf(allowed);
    }

    /** Whether no target is allowed, so that no task has one. */
    public boolean isEmpty() {
        return names.isEmpty() && allowed.isEmpty();
    }

    /** Why the hooks of a definition are not allowed; empty if they are. */
    public Optional<String> fault(Hooks hooks) {
        return hooks.fault(this);
    }

    Optional<String> fault(HookTarget target) {
        if (target instanceof HookTarget.Named named && !names.contains(named.name())) {
            return Optional.of("no target '" + named.name() + "' is in hooks.targets of Meproc's settings; "
                    + (names.isEmpty() ? "there are none" : "known are " + String.join(", ", new TreeSet<>(names))));
        } else if (target instanceof HookTarget.Address address && !allows(address.authority())) {
            return Optional.of("the host " + address.authority() + " is not in hooks.allow of Meproc's settings; "
                    + (allowed.isEmpty() ? "it is empty" : "allowed are " + String.join(", ", new TreeSet<>(allowed))));
        }
        return Optional.empty();
    }

    /** Whether a definition may have this URL. */
    public boolean allowsUrl(String url) {
        return allows(URI.create(url).getRawAuthority().toLowerCase(Locale.ROOT));
    }

    private boolean allows(String authority) {
        return allowed.contains(authority) || allowed.contains(authority.replaceFirst(":[0-9]+$", ""));
    }
}

package io.meproc.task.hook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The targets that are notified of the events of a task.
 *
 * @param on the targets by event; none of the lists is empty
 */
public record Hooks(Map<HookEvent, List<HookTarget>> on) {
    /** The most targets of one event. */
    public static final int MOST_TARGETS = 8;

    public static final Hooks DEFAULT = new Hooks(Map.of());

    public Hooks {
        Map<HookEvent, List<HookTarget>> copy = new EnumMap<>(HookEvent.class);
        on.forEach((event, targets) -> copy.put(event, List.copyOf(targets)));
        on = Collections.unmodifiableMap(copy);
    }

    public List<HookTarget> targets(HookEvent event) {
        return on.getOrDefault(event, List.of());
    }

    /** Why these targets are not allowed; empty if they are. */
    Optional<String> fault(HookRules rules) {
        for (Map.Entry<HookEvent, List<HookTarget>> each : on.entrySet()) {
            for (int i = 0; i < each.getValue().size(); i++) {
                Optional<String> fault = rules.fault(each.getValue().get(i));
                if (fault.isPresent()) {
                    return Optional.of("on." + each.getKey().word() + "[" + i + "]: " + fault.get());
                }
            }
        }
        return Optional.empty();
    }

    /** The targets of an event that are not among those of another one. */
    public List<HookTarget> targetsWithout(HookEvent event, HookEvent other) {
        List<HookTarget> rest = new ArrayList<>(targets(event));
        rest.removeAll(targets(other));
        return rest;
    }
}

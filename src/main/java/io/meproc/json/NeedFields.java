package io.meproc.json;

import io.meproc.task.TaskDefinition;
import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Need;
import io.meproc.task.condition.Needs;
import io.meproc.task.condition.Requirement;
import io.meproc.task.condition.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the objects in {@code deps}; its strings are names, see {@link TaskDefinition#deps}. */
final class NeedFields {
    static final String ELEMENTS = "a list of task names and of objects with task and condition, with any, or with all";
    private static final String GROUP_OR_CONDITION = "an object with task and condition, with any, or with all";
    private static final String SUBJECT = "the name of a task, name:index for one replica, or name:* for each of them";
    private static final List<String> OUTER = List.of("timeout", "on_timeout", "on_loss");
    private static final List<String> INNER = List.of("task", "condition", "within", "any", "all");

    private final Fields fields;

    NeedFields(Fields fields) {
        this.fields = fields;
    }

    Needs needs() throws InvalidInput {
        Sent sent = fields.find("deps");
        Set<Need> needs = new LinkedHashSet<>();
        for (Sent each : sent == null ? List.<Sent>of() : sent.elements(ELEMENTS)) {
            if (!each.value().isTextual()) {
                needs.add(need(each));
            }
        }
        if (sent == null || needs.isEmpty()) {
            return Needs.DEFAULT;
        } else if (needs.size() > Needs.MAX_NEEDS) {
            throw sent.wrong("has " + needs.size() + " objects; at most " + Needs.MAX_NEEDS + " are allowed");
        }
        long conditions =
                needs.stream().flatMap(need -> need.requirement().conditions()).count();
        if (conditions > Needs.MAX_CONDITIONS) {
            throw sent.wrong("has " + conditions + " conditions; at most " + Needs.MAX_CONDITIONS + " are allowed");
        }
        return new Needs(List.copyOf(needs));
    }

    private static Need need(Sent sent) throws InvalidInput {
        List<String> known = new ArrayList<>(INNER);
        known.addAll(OUTER);
        Fields need = sent.object("a task name, or " + GROUP_OR_CONDITION, known);
        Requirement requirement = requirement(sent, need, 0);
        Sent timeout = need.find("timeout");
        Duration limit = timeout == null ? null : timeout.duration(Need.MAX_TIMEOUT);
        Need.OnTimeout onTimeout = onTimeout(need, limit);
        return new Need(requirement, limit, onTimeout, onLoss(need, requirement));
    }

    private static Need.OnTimeout onTimeout(Fields need, @Nullable Duration limit) throws InvalidInput {
        Sent sent = need.find("on_timeout");
        if (sent == null) {
            return Need.OnTimeout.FAIL;
        }
        String allowed = "one of " + String.join(", ", Need.OnTimeout.words());
        Need.OnTimeout parsed = Need.OnTimeout.of(sent.text(allowed)).orElseThrow(() -> sent.unexpected(allowed));
        if (limit == null) {
            throw sent.wrong("has no meaning without timeout; set a timeout, or leave it out");
        }
        return parsed;
    }

    private static Need.OnLoss onLoss(Fields need, Requirement requirement) throws InvalidInput {
        Sent sent = need.find("on_loss");
        if (sent == null) {
            return Need.OnLoss.NOTHING;
        }
        String allowed = "one of " + String.join(", ", Need.OnLoss.words());
        Need.OnLoss parsed = Need.OnLoss.of(sent.text(allowed)).orElseThrow(() -> sent.unexpected(allowed));
        for (Condition condition : requirement.conditions().toList()) {
            if (parsed != Need.OnLoss.NOTHING && condition.kind().ended()) {
                throw sent.wrong("'" + parsed.word() + "' is for the conditions started, ready and not-running; '"
                        + condition.kind().word() + "' is about the end of a run, which is not lost");
            }
        }
        return parsed;
    }

    private static Requirement requirement(Sent sent, Fields inside, int depth) throws InvalidInput {
        Sent any = inside.find("any");
        Sent all = inside.find("all");
        Sent task = inside.find("task");
        if ((any == null ? 0 : 1) + (all == null ? 0 : 1) + (task == null ? 0 : 1) != 1) {
            throw sent.wrong("needs exactly one of task, any and all; expected " + GROUP_OR_CONDITION);
        } else if (task != null) {
            return condition(inside, task);
        }
        for (String name : List.of("condition", "within")) {
            Sent misplaced = inside.find(name);
            if (misplaced != null) {
                throw misplaced.wrong("belongs to the conditions inside the group, next to task");
            }
        }
        return any != null
                ? new Requirement.Any(members(any, depth + 1))
                : new Requirement.All(members(Objects.requireNonNull(all), depth + 1));
    }

    private static List<Requirement> members(Sent sent, int depth) throws InvalidInput {
        if (depth > Requirement.MAX_DEPTH) {
            throw sent.wrong("is a group inside of " + (depth - 1) + " others; at most " + Requirement.MAX_DEPTH
                    + " levels of groups are allowed");
        }
        List<Requirement> members = new ArrayList<>();
        for (Sent each : sent.elements(
                "a list of objects with task and condition, with any, or with all", Needs.MAX_CONDITIONS)) {
            for (String name : OUTER) {
                if (each.value().has(each.naming().of(name))) {
                    throw each.wrong("has " + each.naming().of(name)
                            + ", which belongs to the outermost object, next to any or all");
                }
            }
            members.add(requirement(each, each.object(GROUP_OR_CONDITION, INNER), depth));
        }
        return members;
    }

    private static Condition condition(Fields inside, Sent task) throws InvalidInput {
        Subject subject = Subject.parse(task.text(SUBJECT))
                .filter(parsed -> TaskDefinition.isName(parsed.task()))
                .orElseThrow(() -> task.unexpected(SUBJECT + "; a name has " + TaskDefinition.NAME_RULE));
        Integer index = subject.index();
        if (index != null && index >= TaskDefinition.MAX_REPLICAS) {
            throw task.wrong("names replica " + index + "; a task has at most " + TaskDefinition.MAX_REPLICAS);
        }
        String allowed = "one of " + String.join(", ", Condition.Kind.words());
        Sent kind = inside.required("condition", allowed);
        Condition.Kind parsed = Condition.Kind.of(kind.text(allowed)).orElseThrow(() -> kind.unexpected(allowed));
        Sent within = inside.find("within");
        if (within != null && !parsed.ended()) {
            throw within.wrong("is for the conditions completed, succeeded and failed, not for " + parsed.word());
        }
        return new Condition(subject, parsed, within == null ? null : within.duration(Condition.MAX_WITHIN));
    }
}

package io.meproc.task;

import io.meproc.task.Answer.Change;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.occasion.RunParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out a request on behalf of its sender, and records it unless it was refused or changed nothing. */
final class RequestAudit {
    private final Transition transition;
    private final PendingRequest pending;

    RequestAudit(Transition transition, PendingRequest pending) {
        this.transition = transition;
        this.pending = pending;
    }

    void carryOut() {
        Request request = pending.request();
        Task before = transition.tasks().find(request.name());
        transition.of(pending.by(), () -> {
            RequestHandlers.of(request).carryOut(request, transition, pending.ticket());
            return null;
        });
        if (!(request instanceof Request.Try) && !refused() && changes().noneMatch(Kind.UNCHANGED::equals)) {
            transition.audit(record(request, before));
        }
    }

    private boolean refused() {
        return transition
                .answers(pending.ticket())
                .anyMatch(answer -> answer.refusal().isPresent());
    }

    /** The change that the request has made, whether it is answered or waits. */
    private Stream<Kind> changes() {
        Task after = transition.tasks().find(pending.request().name());
        Stream<WaitingRequest> waiters = after == null ? Stream.empty() : after.pending().waiters().stream();
        return Stream.concat(
                        transition.answers(pending.ticket()).map(Answer::change),
                        waiters.filter(waiter -> waiter.ticket() == pending.ticket())
                                .map(WaitingRequest::change))
                .flatMap(change -> change.map(Change::kind).stream());
    }

    private AuditRecord record(Request request, @Nullable Task before) {
        return new AuditRecord(
                transition.now(),
                pending.by(),
                action(request, before),
                request.name(),
                request instanceof Request.OfTarget of ? of.target().index() : null,
                detail(request, before));
    }

    private static String action(Request request, @Nullable Task before) {
        if (request instanceof Request.Put) {
            return before == null ? "create" : "change";
        } else if (request instanceof Request.Start) {
            return "create";
        } else if (request instanceof Request.StartAgain) {
            return "start";
        } else if (request instanceof Request.RunNow) {
            return "run";
        } else if (request instanceof Request.SwitchSchedule pause) {
            return pause.pauses() ? "pause" : "resume";
        } else if (request instanceof Request.Stop) {
            return "stop";
        } else if (request instanceof Request.Restart || request instanceof Request.Roll) {
            return "restart";
        } else if (request instanceof Request.SendSignal) {
            return "signal";
        } else if (request instanceof Request.DecideLeftover decide) {
            return decide.decision().word();
        } else if (request instanceof Request.Reset) {
            return "reset";
        }
        return "remove";
    }

    private static String detail(Request request, @Nullable Task before) {
        if (request instanceof Request.Put put && before != null) {
            return String.join("; ", differences(before.definition(), put.definition()));
        } else if (request instanceof Request.Roll) {
            return "one replica at a time";
        } else if (request instanceof Request.RunNow run) {
            return parameters(run.parameters());
        } else if (request instanceof Request.SendSignal send) {
            return "SIG" + send.signal() + (send.to() == StopPlan.Reach.LEADER ? " to the leader" : "");
        } else if (request instanceof Request.DecideLeftover decide) {
            return "process " + decide.pid();
        } else if (request instanceof Request.Put put && !put.starts()) {
            return "listed as stopped";
        }
        return "";
    }

    /** The numbers of arguments and the names of variables, since their values may be secret. */
    private static String parameters(RunParameters parameters) {
        List<String> parts = new ArrayList<>();
        if (!parameters.args().isEmpty()) {
            parts.add(parameters.args().size() + (parameters.args().size() == 1 ? " argument" : " arguments"));
        }
        if (!parameters.environment().isEmpty()) {
            parts.add("env " + String.join(", ", parameters.environment().names()));
        }
        return String.join("; ", parts);
    }

    /** The parts of the definition that differ; values of the environment are left out. */
    private static List<String> differences(TaskDefinition before, TaskDefinition after) {
        List<String> parts = new ArrayList<>();
        if (before.replicas() != after.replicas()) {
            parts.add("replica " + before.replicas() + " to " + after.replicas());
        }
        differ(parts, "command", before.command().program(), after.command().program());
        differ(parts, "account", account(before), account(after));
        differ(
                parts,
                "surroundings",
                before.command().surroundings(),
                after.command().surroundings());
        differ(parts, "type", before.type(), after.type());
        differ(parts, "cron", before.cron(), after.cron());
        differ(
                parts,
                "schedule",
                before.behaviour().schedule(),
                after.behaviour().schedule());
        differ(parts, "updates", before.behaviour().updates(), after.behaviour().updates());
        differ(parts, "missed times", before.catchUp(), after.catchUp());
        differ(parts, "expected success", before.successWithin(), after.successWithin());
        differ(parts, "deps", before.deps(), after.deps());
        differ(parts, "interval", before.interval(), after.interval());
        differ(parts, "ends of runs", before.ends(), after.ends());
        return parts.isEmpty() ? List.of("definition") : parts;
    }

    private static String account(TaskDefinition definition) {
        return definition.command().user() + ":" + definition.command().group();
    }

    private static void differ(List<String> parts, String part, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            parts.add(part);
        }
    }
}

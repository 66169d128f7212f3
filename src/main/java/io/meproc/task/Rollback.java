package io.meproc.task;

import io.meproc.task.TaskEvent.Updated.Stage;
import io.meproc.task.exit.Requester;
import io.meproc.task.update.UpdateKind;
import java.util.Objects;

/** Puts the definition from before a failed update in force again, and replaces what the update had replaced. */
final class Rollback {
    private final Transition transition;

    Rollback(Transition transition) {
        this.transition = transition;
    }

    Task carryOut(Task task, TaskDefinition before, String why) {
        UpdateRecord failed = Objects.requireNonNull(task.pending().update()).record();
        String detail = why + "; rolled back: the definition from before is in force again, as revision "
                + transition.revision();
        Task answered = new RollingUpdate(transition).answered(task, detail);
        transition.report(new TaskEvent.Updated(task.name(), failed.kind(), Stage.ROLLED_BACK, detail));
        transition.audit(new AuditRecord(transition.now(), Requester.SERVICE, "rollback", task.name(), null, why));
        Indices kept = RollingUpdate.old(answered, failed);
        new DefinitionChange(transition, before)
                .apply(answered, new DefinitionChange.Replacement(UpdateKind.ROLLBACK, null, kept));
        return Objects.requireNonNull(transition.tasks().find(task.name()));
    }
}

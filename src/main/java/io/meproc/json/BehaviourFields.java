package io.meproc.json;

import io.meproc.task.Behaviour;
import io.meproc.task.TaskType;
import java.util.List;

/** Parses the policies of a task, each by a class of its own. */
final class BehaviourFields {
    static final List<String> NAMES = SchedulePolicyFields.NAMES;

    private final Fields fields;

    BehaviourFields(Fields fields) {
        this.fields = fields;
    }

    Behaviour behaviour(TaskType type) throws InvalidInput {
        return Behaviour.DEFAULT.with(new SchedulePolicyFields(fields).schedule(type));
    }

    /** The fields, each of which is checked although another one is invalid. */
    List<InvalidInput.Part> parts(TypeOfTask type) {
        return new SchedulePolicyFields(fields).parts(type);
    }

    /** The type of the task, which may itself be invalid. */
    interface TypeOfTask {
        TaskType read() throws InvalidInput;
    }
}

package io.meproc.json;

import io.meproc.task.Behaviour;
import io.meproc.task.TaskType;
import java.util.List;
import java.util.stream.Stream;

/** Parses the policies of a task, each by a class of its own. */
final class BehaviourFields {
    static final List<String> NAMES = Stream.of(
                    RestartFields.NAMES,
                    ProbeFields.NAMES,
                    SchedulePolicyFields.NAMES,
                    HookFields.NAMES,
                    LimitFields.NAMES,
                    List.of(UpdateField.NAME))
            .flatMap(List::stream)
            .toList();

    private final Fields fields;

    BehaviourFields(Fields fields) {
        this.fields = fields;
    }

    Behaviour behaviour(TaskType type) throws InvalidInput {
        return Behaviour.DEFAULT
                .with(new RestartFields(fields).policy(type))
                .with(new NeedFields(fields).needs())
                .with(new ProbeFields(fields).probes())
                .with(new SchedulePolicyFields(fields).schedule(type))
                .with(new LimitFields(fields).limits(type))
                .with(new HookFields(fields).hooks())
                .with(UpdateField.read(fields, type));
    }

    /** The fields, each of which is checked although another one is invalid. */
    List<InvalidInput.Part> parts(TypeOfTask type) {
        return Stream.of(
                        new RestartFields(fields).parts(type),
                        new ProbeFields(fields).parts(),
                        new SchedulePolicyFields(fields).parts(type),
                        new LimitFields(fields).parts(type),
                        List.<InvalidInput.Part>of(
                                () -> new NeedFields(fields).needs(), () -> new HookFields(fields).hooks()),
                        List.<InvalidInput.Part>of(() -> UpdateField.read(fields, type.read())))
                .flatMap(List::stream)
                .toList();
    }

    /** The type of the task, which may itself be invalid. */
    interface TypeOfTask {
        TaskType read() throws InvalidInput;
    }
}

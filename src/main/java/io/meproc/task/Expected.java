package io.meproc.task;

import org.jspecify.annotations.Nullable;

/** The precondition of a request about the task that it names. A request whose precondition is not met is refused. */
public sealed interface Expected {
    Expected ANY = new Any();
    Expected ABSENT = new Absent();
    Expected PRESENT = new Present();

    /** Whether the task meets the precondition; null stands for a task that is not listed. */
    boolean metBy(@Nullable Task task);

    /** No precondition. */
    record Any() implements Expected {
        @Override
        public boolean metBy(@Nullable Task task) {
            return true;
        }
    }

    /** No task of this name is listed. */
    record Absent() implements Expected {
        @Override
        public boolean metBy(@Nullable Task task) {
            return task == null;
        }
    }

    /** The task is listed, with any revision. */
    record Present() implements Expected {
        @Override
        public boolean metBy(@Nullable Task task) {
            return task != null;
        }
    }

    /** The task is listed and has this {@link Task#revision()}. */
    record Revision(long number) implements Expected {
        @Override
        public boolean metBy(@Nullable Task task) {
            return task != null && task.revision() == number;
        }
    }
}

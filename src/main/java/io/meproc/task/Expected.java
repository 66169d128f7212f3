package io.meproc.task;

import org.jspecify.annotations.Nullable;

/** What a request expects of the task that it names; it is refused when that is not so. */
public sealed interface Expected {
    Expected ANY = new Any();
    Expected ABSENT = new Absent();
    Expected PRESENT = new Present();

    /** Whether the task is as expected; null for one that is not listed. */
    boolean metBy(@Nullable Task task);

    /** Nothing. */
    record Any() implements Expected {
        @Override
        public boolean metBy(@Nullable Task task) {
            return true;
        }
    }

    /** No such task is listed. */
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

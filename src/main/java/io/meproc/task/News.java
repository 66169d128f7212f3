package io.meproc.task;

/** What the supervisor tells everybody. */
public sealed interface News {

    /** The table has changed; {@code revision} counts the changes since the service started. */
    record TableChanged(long revision) implements News {}
}

package io.meproc.process.watch;

/** File descriptors that one thread waits for. Any thread may call the other methods. */
public interface EventPoll extends AutoCloseable {
    /** Adds a descriptor; returns false, with errno, if the kernel refuses. */
    boolean add(int descriptor);

    /** Waits only for the hang-up of an added descriptor from now on: the reaping of its process, since Linux 6.9. */
    void awaitHangUp(int descriptor);

    /** Removes a descriptor. */
    void remove(int descriptor);

    /** The descriptors that are ready; none after {@code millis} without one, or after {@link #wake}. -1 waits without limit. */
    int[] await(int millis);

    /** Ends an {@link #await} early. */
    void wake();

    /** Closes a descriptor that was removed. */
    void close(int descriptor);

    /** Closes this object; must be called when no thread waits. */
    @Override
    void close();
}

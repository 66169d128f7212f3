package io.meproc.process;

/** Descriptors that one thread waits for. Any thread may call the other methods. */
interface Descriptors extends AutoCloseable {
    /** Waits for this descriptor as well; false, with errno, when the kernel refuses. */
    boolean add(int descriptor);

    /** Stops waiting for a descriptor. */
    void remove(int descriptor);

    /** The descriptors that are ready; none after {@code millis} without one, or after {@link #wake}. -1 waits without limit. */
    int[] await(int millis);

    /** Ends an {@link #await} early. */
    void wake();

    /** Closes a descriptor that is not waited for any more. */
    void close(int descriptor);

    /** To be called when nobody waits. */
    @Override
    void close();
}

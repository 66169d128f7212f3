package io.meproc.task;

/**
 * The sender of a request.
 *
 * @param who the identity; empty if unknown
 * @param from the address of the peer, or {@code bus} for a message of another program in the same JVM, or
 * {@code meproc} for the service itself
 */
public record Requester(String who, String from) {
    /** The service itself. */
    public static final Requester SERVICE = new Requester("", "meproc");
}

package io.meproc.http;

/**
 * How much the HTTP interface keeps for its clients.
 *
 * @param inFlightBytes bytes of requests and answers at one time, see {@link Budget}
 * @param connections how many may be open
 * @param followers how many clients may follow the events
 */
public record HttpLimits(long inFlightBytes, int connections, int followers) {
    /** Bytes of the heap for each byte in flight by default; a body that is read takes several times its size. */
    private static final long HEAP_SHARE = 6;

    /** Bytes of the heap for each connection by default: a half request may have its headers there. */
    private static final long CONNECTION_BYTES = 128 << 10;

    private static final int MOST_CONNECTIONS = 4_096;
    private static final int MOST_FOLLOWERS = 1_000;

    /** The limits that fit this heap. */
    public static HttpLimits ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        return new HttpLimits(
                heap / HEAP_SHARE, (int) Math.min(MOST_CONNECTIONS, heap / CONNECTION_BYTES), MOST_FOLLOWERS);
    }
}

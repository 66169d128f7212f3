package io.meproc.http;

/**
 * The limits of what the HTTP interface holds for its clients.
 *
 * @param inFlightBytes bytes of requests and answers at one time, see {@link Budget}
 * @param connections the number of open connections
 * @param followers the number of clients of the event stream
 */
public record HttpLimits(long inFlightBytes, int connections, int followers) {
    /**
     * By default, requests and answers may take this fraction of the heap: one part in {@value #HEAP_SHARE}. A body
     * that is parsed needs several times its size.
     */
    private static final long HEAP_SHARE = 6;

    /** The bytes of the heap for each connection by default; an incomplete request may hold its headers. */
    private static final long CONNECTION_BYTES = 128 << 10;

    private static final int MOST_CONNECTIONS = 4_096;
    private static final int MOST_FOLLOWERS = 1_000;

    /** The default limits for this heap. */
    public static HttpLimits ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        return new HttpLimits(
                heap / HEAP_SHARE, (int) Math.min(MOST_CONNECTIONS, heap / CONNECTION_BYTES), MOST_FOLLOWERS);
    }
}

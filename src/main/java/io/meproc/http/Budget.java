package io.meproc.http;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The bytes that clients can make the service keep at one time, all together: bodies that arrive or are worked on, and
 * answers that are not yet written.
 *
 * <p>When it is used up, the leases without any progress lose what they hold, the longest without progress first: so a
 * client that holds on to much without going on does not keep out one that does. A quarter more is for small leases, so
 * that small requests are served while large ones are refused. To be used on one event loop.
 */
final class Budget {
    /** The bytes up to which a lease is small. */
    static final int SMALL = 64 << 10;

    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int RESERVE_SHARE = 4;
    private static final int WHOLE_SHARE = 8;

    private final long capacity;
    private final LongSupplier nanos;
    /** In the order of their last progress. */
    private final Set<Lease> open = new LinkedHashSet<>();

    private long used;

    Budget(long capacity) {
        this(capacity, System::nanoTime);
    }

    Budget(long capacity, LongSupplier nanos) {
        this.capacity = capacity;
        this.nanos = nanos;
    }

    /**
     * A lease that holds nothing yet.
     *
     * @param evicted is called when it loses what it holds
     */
    Lease lease(Runnable evicted) {
        return new Lease(evicted);
    }

    /** Bytes of a text that may be kept, and sent, as a whole. */
    long share() {
        return capacity / WHOLE_SHARE;
    }

    /** The bytes that are held. */
    long used() {
        return used;
    }

    private boolean fits(long bytes, boolean small) {
        return used + bytes <= (small ? capacity + capacity / RESERVE_SHARE : capacity);
    }

    private boolean makeRoom(long bytes, Lease except, boolean small) {
        while (!fits(bytes, small)) {
            Lease stalest =
                    open.stream().filter(lease -> lease != except).findFirst().orElse(null);
            if (stalest == null || nanos.getAsLong() - stalest.touched < STALE_NANOS) {
                return false;
            }
            stalest.close();
            stalest.evicted.run();
        }
        return true;
    }

    /** What one request or answer holds. */
    final class Lease {
        private final Runnable evicted;
        private long held;
        private long touched;
        private boolean closed;
        private boolean kept;

        private Lease(Runnable evicted) {
            this.evicted = evicted;
        }

        /** Holds so many bytes more; false when there is no room. */
        boolean take(long bytes) {
            if (closed || !makeRoom(bytes, this, held + bytes <= SMALL)) {
                return false;
            }
            used += bytes;
            held += bytes;
            touch();
            return true;
        }

        /** Holds so many bytes from now on, whatever it held before; false when there is no room. */
        boolean hold(long bytes) {
            if (bytes > held) {
                return take(bytes - held);
            } else if (!closed) {
                used -= held - bytes;
                held = bytes;
                touch();
            }
            return !closed;
        }

        /** Something was read or written: it goes on. */
        void touch() {
            touched = nanos.getAsLong();
            open.remove(this);
            if (!closed && !kept) {
                open.add(this);
            }
        }

        /** The client has done its part: the rest is the service's, so it can't lose what it holds any more. */
        void keep() {
            kept = true;
            open.remove(this);
        }

        /** Holds nothing more. */
        void close() {
            if (!closed) {
                closed = true;
                open.remove(this);
                used -= held;
            }
        }
    }
}

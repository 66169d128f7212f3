package io.meproc.http;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The bytes that all clients together can make the service hold: bodies that arrive or are handled, and answers that
 * are not written yet.
 *
 * <p>When the budget is used up, leases without progress for 1 s lose what they hold, the stalest first. So a client
 * that makes no progress does not exclude others. Small leases may use an extra quarter, so that small requests are
 * served while large ones are refused. For use on one event loop.
 */
final class Budget {
    /** The size in bytes up to which a lease is small. */
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
     * An empty lease.
     *
     * @param evicted called when the lease loses what it holds
     */
    Lease lease(Runnable evicted) {
        return new Lease(evicted);
    }

    /** The size in bytes up to which a text may be protectedFromEviction and sent as a whole. */
    long share() {
        return capacity / WHOLE_SHARE;
    }

    /** The bytes that are held by all leases. */
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

    /** The bytes that one request or answer holds. */
    final class Lease {
        private final Runnable evicted;
        private long held;
        private long touched;
        private boolean closed;
        private boolean protectedFromEviction;

        private Lease(Runnable evicted) {
            this.evicted = evicted;
        }

        /** Adds bytes to the lease; returns false if there is no room. */
        boolean acquire(long bytes) {
            if (closed || !makeRoom(bytes, this, held + bytes <= SMALL)) {
                return false;
            }
            used += bytes;
            held += bytes;
            touch();
            return true;
        }

        /** Changes the size of the lease; returns false if there is no room. */
        boolean hold(long bytes) {
            if (bytes > held) {
                return acquire(bytes - held);
            } else if (!closed) {
                used -= held - bytes;
                held = bytes;
                touch();
            }
            return !closed;
        }

        /** Records progress, such as a read or a write. */
        void touch() {
            touched = nanos.getAsLong();
            open.remove(this);
            if (!closed && !protectedFromEviction) {
                open.add(this);
            }
        }

        /**
         * Protects the lease from eviction, since the client has done its part and only the service is still working.
         */
        void protect() {
            protectedFromEviction = true;
            open.remove(this);
        }

        /** Releases what the lease holds. */
        void close() {
            if (!closed) {
                closed = true;
                open.remove(this);
                used -= held;
            }
        }
    }
}

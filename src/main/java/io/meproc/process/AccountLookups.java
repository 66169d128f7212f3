package io.meproc.process;

import io.meproc.process.account.Identities;
import io.meproc.process.account.Resolution;
import io.meproc.process.context.Turns;
import io.meproc.task.command.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves identities on threads of their own, since a name service (LDAP, sssd) may be slow or not respond. A result
 * is cached for {@link #KEPT_SECONDS}; there is at most one lookup of an account at a time. For use in {@link Turns}.
 */
final class AccountLookups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountLookups.class);
    private static final int MOST_THREADS = 8;
    private static final int MOST_KEPT = 256;
    private static final long KEPT_SECONDS = 10;

    /** The account of a command. */
    private record Key(@Nullable String user, @Nullable String group) {
        @Override
        public String toString() {
            return user == null ? "group '" + group + "'" : "user '" + user + "'";
        }
    }

    private record Kept(Resolution resolution, long since) {}

    /** A lookup in progress, and the requests that wait for it. */
    private static final class LookUp {
        private final long began = System.nanoTime();
        private final List<Consumer<Resolution>> waiting = new ArrayList<>();
        private boolean late;
    }

    private final Identities identities;
    private final Turns turns;
    private final long patienceMillis;
    private final Map<Key, Kept> kept = new LinkedHashMap<>();
    private final Map<Key, LookUp> underWay = new HashMap<>();
    private final ExecutorService threads;

    /** @param patienceMillis the time limit of a lookup */
    AccountLookups(Identities identities, Turns turns, long patienceMillis) {
        this.identities = identities;
        this.turns = turns;
        this.patienceMillis = patienceMillis;
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "meproc-account-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Passes the command's identity to {@code then}: at once if no lookup is needed, otherwise in a later turn. */
    void resolve(Command command, Consumer<Resolution> then) {
        if (!command.switchesAccount()) {
            then.accept(identities.resolve(command));
            return;
        }
        Key key = new Key(command.user(), command.group());
        Kept known = kept.get(key);
        LookUp current = underWay.get(key);
        if (known != null && System.nanoTime() - known.since() < TimeUnit.SECONDS.toNanos(KEPT_SECONDS)) {
            then.accept(known.resolution());
        } else if (current == null && underWay.size() >= MOST_KEPT) {
            then.accept(new Resolution.Unanswered(
                    "the user database does not answer: " + underWay.size() + " look-ups are under way"));
        } else if (current == null) {
            LookUp begun = new LookUp();
            begun.waiting.add(then);
            underWay.put(key, begun);
            begin(key, command, begun);
        } else if (current.late) {
            then.accept(unanswered(key, current));
        } else {
            current.waiting.add(then);
        }
    }

    private void begin(Key key, Command command, LookUp begun) {
        turns.after(patienceMillis, () -> late(key, begun));
        threads.execute(() -> {
            Resolution resolution = attempt(key, command);
            turns.after(0, () -> found(key, begun, resolution));
        });
    }

    private Resolution attempt(Key key, Command command) {
        try {
            return identities.resolve(command);
        } catch (RuntimeException | Error broken) {
            LOG.error("{} could not be looked up", key, broken);
            return new Resolution.Unanswered(key + " could not be looked up: internal error; see the service log");
        }
    }

    private void found(Key key, LookUp lookUp, Resolution resolution) {
        underWay.remove(key, lookUp);
        kept.remove(key);
        if (resolution instanceof Resolution.Granted) {
            if (kept.size() >= MOST_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(key, new Kept(resolution, System.nanoTime()));
        }
        if (lookUp.late) {
            LOG.info("The user database answers again for {}", key);
        }
        answer(lookUp, resolution);
    }

    private void late(Key key, LookUp lookUp) {
        if (underWay.get(key) == lookUp) {
            lookUp.late = true;
            Resolution.Unanswered unanswered = unanswered(key, lookUp);
            LOG.warn("Starts that need it are tried again: {}", unanswered.detail());
            answer(lookUp, unanswered);
        }
    }

    private static Resolution.Unanswered unanswered(Key key, LookUp lookUp) {
        return new Resolution.Unanswered("the user database has not answered for "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lookUp.began) + " s when asked for " + key);
    }

    private static void answer(LookUp lookUp, Resolution resolution) {
        List<Consumer<Resolution>> waiting = List.copyOf(lookUp.waiting);
        lookUp.waiting.clear();
        for (Consumer<Resolution> each : waiting) {
            try {
                each.accept(resolution);
            } catch (RuntimeException | Error broken) {
                LOG.error("An identity could not be handed over", broken);
            }
        }
    }

    /** Starts no more lookups. A lookup that does not respond ends when it can. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package io.meproc.probe;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Timers whose clock is moved by hand. */
final class ManualTimers implements Timers {
    private record Timer(long at, Runnable action) {}

    private final Map<Long, Timer> armed = new LinkedHashMap<>();
    private long now;
    private long ids;

    @Override
    public long after(long millis, Runnable action) {
        armed.put(++ids, new Timer(now + Math.max(1, millis), action));
        return ids;
    }

    @Override
    public void cancel(long id) {
        armed.remove(id);
    }

    @Override
    public long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(now);
    }

    @Override
    public double random() {
        return 0;
    }

    int armed() {
        return armed.size();
    }

    /** Moves the clock; what is due meanwhile happens at its time. */
    void pass(long millis) {
        long end = now + millis;
        for (Optional<Map.Entry<Long, Timer>> next = next();
                next.isPresent() && next.get().getValue().at() <= end;
                next = next()) {
            now = Math.max(now, next.get().getValue().at());
            armed.remove(next.get().getKey());
            next.get().getValue().action().run();
        }
        now = Math.max(now, end);
    }

    /** Time passes in which the thread of the timers does nothing. */
    void stall(long millis) {
        now += millis;
    }

    private Optional<Map.Entry<Long, Timer>> next() {
        return armed.entrySet().stream()
                .min(Comparator.comparingLong(
                        (Map.Entry<Long, Timer> each) -> each.getValue().at()));
    }
}

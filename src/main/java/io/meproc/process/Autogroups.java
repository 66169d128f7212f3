package io.meproc.process;

import io.meproc.process.context.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Sets the niceness of the scheduling group of a new session, if the kernel did not allow the process to do so:
 * without CAP_SYS_ADMIN it allows ten changes a second on the whole machine; see sched(7). For use in {@link Turns}.
 */
final class Autogroups {
    private static final long PAUSE_MILLIS = 120;

    /** After this many attempts the reason is a different one. */
    private static final int MOST_TRIES = 500;

    /** A niceness to be set; {@code lives} returns whether the pid still refers to the process. */
    private record Wish(int pid, int nice, int tries, BooleanSupplier lives) {}

    private final Turns turns;
    private final Queue<Wish> wishes = new ArrayDeque<>();
    private boolean waiting;

    Autogroups(Turns turns) {
        this.turns = turns;
    }

    /** Checks the niceness of the session's group after a pause, and sets it if it differs. */
    void want(int pid, int nice, BooleanSupplier lives) {
        wishes.add(new Wish(pid, nice, 0, lives));
        goOn();
    }

    private void goOn() {
        if (!waiting && !wishes.isEmpty()) {
            waiting = true;
            turns.after(PAUSE_MILLIS, this::grant);
        }
    }

    /** Sets one niceness that differs; groups with the right niceness cost no attempt. */
    private void grant() {
        waiting = false;
        for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
            Path file = Path.of("/proc/" + wish.pid() + "/autogroup");
            if (wish.lives().getAsBoolean() && !isGranted(file, wish.nice())) {
                write(file, wish);
                break;
            }
        }
        goOn();
    }

    private void write(Path file, Wish wish) {
        try {
            Files.writeString(file, Integer.toString(wish.nice()));
        } catch (IOException refused) {
            if (wish.tries() < MOST_TRIES) {
                wishes.add(new Wish(wish.pid(), wish.nice(), wish.tries() + 1, wish.lives()));
            }
        }
    }

    private static boolean isGranted(Path file, int nice) {
        try {
            return Files.readString(file).strip().endsWith(" nice " + nice);
        } catch (IOException noSuch) {
            return true;
        }
    }
}

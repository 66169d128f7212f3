package io.meproc.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Gives the scheduling group of a new session its niceness, where the kernel did not let the process do it: to who has no
 * CAP_SYS_ADMIN it allows ten a second on the whole machine; see sched(7). For use in {@link Turns}.
 */
final class Autogroups {
    private static final long PAUSE_MILLIS = 120;

    /** After so many the kernel has other reasons. */
    private static final int MOST_TRIES = 500;

    /** {@code lives} tells whether the pid still means that process. */
    private record Wish(int pid, int nice, int tries, BooleanSupplier lives) {}

    private final Turns turns;
    private final Queue<Wish> wishes = new ArrayDeque<>();
    private boolean waiting;

    Autogroups(Turns turns) {
        this.turns = turns;
    }

    /** Makes sure of it, a moment later. */
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

    /** One that the kernel has to be asked for; those that are as they should be cost no time. */
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

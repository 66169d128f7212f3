package io.meproc.task;

/** A signal that the supervisor sends to a process group, see signal(7). */
public enum Signal {
    TERM(15),
    KILL(9);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** The number that Linux and every other POSIX system gives it. */
    public int number() {
        return number;
    }
}

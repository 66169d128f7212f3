package io.meproc.task.command;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a process that may differ from the supervisor's own.
 *
 * @param cwd an absolute path; null for the supervisor's working directory
 * @param stdin the file for standard input; null for {@code /dev/null}
 * @param umask the permissions that new files don't get, 0 to 0777; null for the supervisor's
 * @param nice the niceness, -20 (most favourable) to 19; null for the supervisor's
 * @param oomScore the oom_score_adj of proc(5), -1000 (never killed) to 1000; null for 0, whatever the supervisor's
 * is
 * @param sockets listening sockets that the process gets, in the order of their descriptors from 3 on
 * @param console whether the supervisor copies the output of the process to its own
 */
public record Surroundings(
        Environment environment,
        @Nullable String cwd,
        @Nullable String stdin,
        @Nullable Integer umask,
        @Nullable Integer nice,
        @Nullable Integer oomScore,
        boolean console,
        List<Limit> limits,
        List<ListenSocket> sockets) {

    public static final Surroundings INHERITED =
            new Surroundings(Environment.NONE, null, null, null, null, null, false, List.of());

    public static final int MAX_UMASK = 0777;
    public static final int MIN_NICE = -20;
    public static final int MAX_NICE = 19;
    public static final int MAX_OOM_SCORE = 1000;

    /** Attributes without listening sockets. */
    public Surroundings(
            Environment environment,
            @Nullable String cwd,
            @Nullable String stdin,
            @Nullable Integer umask,
            @Nullable Integer nice,
            @Nullable Integer oomScore,
            boolean console,
            List<Limit> limits) {
        this(environment, cwd, stdin, umask, nice, oomScore, console, limits, List.of());
    }

    public Surroundings {
        limits = List.copyOf(limits);
        sockets = List.copyOf(sockets);
    }

    /** Whether every attribute is inherited from the supervisor. */
    public boolean inherited() {
        return environment.isEmpty()
                && cwd == null
                && stdin == null
                && umask == null
                && nice == null
                && oomScore == null
                && !console
                && limits.isEmpty()
                && sockets.isEmpty();
    }

    Surroundings map(UnaryOperator<String> change) {
        return new Surroundings(
                environment.map(change),
                cwd == null ? null : change.apply(cwd),
                stdin == null ? null : change.apply(stdin),
                umask,
                nice,
                oomScore,
                console,
                limits,
                sockets);
    }

    Surroundings with(Environment more) {
        return new Surroundings(environment.with(more), cwd, stdin, umask, nice, oomScore, console, limits, sockets);
    }

    Surroundings withDefault(String variable, String value) {
        return new Surroundings(
                environment.withDefault(variable, value), cwd, stdin, umask, nice, oomScore, console, limits, sockets);
    }
}

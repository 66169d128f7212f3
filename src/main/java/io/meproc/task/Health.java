package io.meproc.task;

import java.time.Duration;
import java.util.Locale;

/** Whether a task or replica has failed recently, independent of its current state. Later constants are worse. */
public enum Health {
    /** No failure is known. */
    OK,
    /**
     * It is started again by its policy after a failure, and no run since then has lasted for {@link #HEALTHY_TIME}; or it
     * has not been ready for {@link #UNREADY_TIME}.
     */
    FAILING,
    /** Its last run failed, and its policy does not start it again. */
    FAILED;

    /**
     * A run of this length counts as recovered from earlier failures. Docker uses the same 10 s for a container that
     * started successfully (docs.docker.com, "Start containers automatically").
     */
    static final Duration HEALTHY_TIME = Duration.ofSeconds(10);

    /** A live run that is not ready for this long counts as failing. */
    public static final Duration UNREADY_TIME = Duration.ofMinutes(1);

    /** The name of the constant in answers and parameters, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

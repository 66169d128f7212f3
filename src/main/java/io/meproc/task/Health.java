package io.meproc.task;

import java.time.Duration;
import java.util.Locale;

/** Whether a task or replica is in trouble, whatever its state is at the moment. Later ones are worse. */
public enum Health {
    /** Nothing is known that is wrong with it. */
    OK,
    /** Its policy starts it again after a failure, and no run since then has lasted for {@link #HEALTHY_TIME}. */
    FAILING,
    /** Its last run failed, and its policy does not start it again because of that. */
    FAILED;

    /**
     * A run that lasts so long has recovered from the failure before it. Docker takes the same 10 s for a container
     * that started successfully (docs.docker.com, "Start containers automatically").
     */
    static final Duration HEALTHY_TIME = Duration.ofSeconds(10);

    static Health of(TaskType type, boolean failures, boolean retries) {
        if (failures && type != TaskType.DAEMON) {
            return FAILED;
        }
        return failures || retries ? FAILING : OK;
    }

    /** As it is written in answers and parameters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

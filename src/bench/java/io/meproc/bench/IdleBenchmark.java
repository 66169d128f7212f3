package io.meproc.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Meproc takes of a processor while its tasks just live. */
final class IdleBenchmark implements Benchmark {
    private static final int TASKS = 200;
    private static final double AIM_SECONDS = 0.05;

    /** The compiler threads are still busy with the two hundred calls. */
    private static final int SETTLE_MILLIS = 6_000;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        try (Service service = workshop.service()) {
            for (int task = 0; task < TASKS; task++) {
                service.api().put("'name':'task" + task + "','type':'daemon','cmd':'exec sleep 1000'");
            }
            Pause.millis(SETTLE_MILLIS);
            int seconds = workshop.options().times(30, 10);
            double used = service.cpuSecondsWithin(TimeUnit.SECONDS.toMillis(seconds));
            double perMinute = used * 60 / seconds;
            return List.of(
                    Row.alone("CPU time with 200 live tasks and nobody asking", Sample.text("%.3f s/min", perMinute))
                            .aim("<= 0.05 s/min", perMinute <= AIM_SECONDS));
        }
    }
}

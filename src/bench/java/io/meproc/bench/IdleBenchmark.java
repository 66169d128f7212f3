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
            int seconds = workshop.options().times(30, 10);
            double alone = perMinute(service, seconds);
            double looked;
            try (Audience audience = new Audience(service.port(), "?metrics=true", 1, 0)) {
                looked = perMinute(service, seconds);
            }
            return List.of(
                    Row.alone("CPU time with 200 live tasks and nobody asking", Sample.text("%.3f s/min", alone))
                            .aim("<= 0.05 s/min", alone <= AIM_SECONDS),
                    Row.alone("the same while one follows, told every 2 s what each uses", Sample.text("%.3f s/min", looked)));
        }
    }

    private static double perMinute(Service service, int seconds) throws Exception {
        Pause.millis(SETTLE_MILLIS);
        return service.cpuSecondsWithin(TimeUnit.SECONDS.toMillis(seconds)) * 60 / seconds;
    }
}

package io.meproc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From a call over a kept connection to the first instruction of the process that it starts. */
final class SpawnBenchmark implements Benchmark {
    private static final int PER_ROUND = 25;
    private static final int COLD = 100;
    private static final int WARM_UP = 1_400;
    private static final int PAUSE_MILLIS = 3;
    private static final double AIM_MILLIS = 1;

    private int calls;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        Sample meproc = new Sample();
        Sample floor = new Sample();
        Sample cold = new Sample();
        double first;
        try (Service service = workshop.service()) {
            first = call(service, workshop.stamp());
            for (int i = 0; i < COLD; i++) {
                cold.add(call(service, workshop.stamp()));
            }
            for (int i = 0; i < workshop.options().times(WARM_UP, WARM_UP / 2); i++) {
                call(service, workshop.stamp());
            }
            for (int round = 0; round < workshop.options().times(16, 4); round++) {
                double[] millis = new double[PER_ROUND];
                for (int i = 0; i < PER_ROUND; i++) {
                    millis[i] = call(service, workshop.stamp());
                }
                meproc.add(millis);
                if (workshop.floors().there()) {
                    floor.add(floor(workshop));
                }
            }
        }
        return List.of(
                row(meproc, floor),
                Row.alone("the same, the first 100 calls of a service", cold.words("ms")),
                Row.alone("the same, its very first call", Sample.text("%.0f ms", first)));
    }

    private double call(Service service, Stamp stamp) throws IOException {
        String task = "stamp" + calls++;
        Path log = service.log(task);
        Pause.millis(PAUSE_MILLIS);
        long began = stamp.now();
        service.api().put("'name':'" + task + "','type':'once','cmd':'" + stamp.line() + "'");
        Pause.until("the first line of " + log, 10, () -> Files.exists(log) && Files.size(log) > 0);
        long started = Long.parseLong(Files.readString(log).split(" ")[0]);
        service.api().delete(task);
        return (started - began) / 1e6;
    }

    private static double[] floor(Workshop workshop) throws IOException, InterruptedException {
        double[] millis = workshop.floors()
                .run(
                        "spawn_one",
                        "" + PER_ROUND,
                        workshop.floors().output().toString(),
                        "" + PAUSE_MILLIS * 1_000_000,
                        workshop.stamp().line());
        for (int i = 0; i < millis.length; i++) {
            millis[i] /= 1e6;
        }
        return millis;
    }

    private static Row row(Sample meproc, Sample floor) {
        Row row = Row.alone("call to the child's first instruction, p50 / p99", meproc.words("ms"));
        return floor.isEmpty()
                ? row.floor(Floors.MISSING)
                : row.floor(floor.words("ms"))
                        .ratio(meproc.ratioTo(floor))
                        .aim("p50 <= floor + 1 ms", meproc.median() - floor.median() <= AIM_MILLIS);
    }
}

package io.meproc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** From the end of a daemon's process to the first instruction of its replacement. */
final class RespawnBenchmark implements Benchmark {
    private static final int PER_ROUND = 60;
    private static final int WARM_UP = 1_000;
    private static final double AIM = 2;

    private final Sample meproc = new Sample();
    private final Sample immediate = new Sample();
    private final Sample delayed = new Sample();
    private int tasks;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        try (Service service = workshop.service()) {
            round(service, workshop.stamp(), WARM_UP);
            for (int round = 0; round < workshop.options().times(12, 3); round++) {
                meproc.add(round(service, workshop.stamp(), PER_ROUND));
                if (workshop.floors().there()) {
                    immediate.add(floor(workshop, 0));
                    delayed.add(floor(workshop, 1_000_000));
                }
            }
        }
        return workshop.floors().there()
                ? List.of(
                        row(delayed, "interval of 1 ms; the floor waits 1 ms as well"),
                        row(immediate, "the same; the floor does not wait"))
                : List.of(Row.alone("exit to replacement, p50 / p99, interval of 1 ms", meproc.words("ms"))
                        .floor(Floors.MISSING));
    }

    private double[] round(Service service, Stamp stamp, int count) throws IOException {
        String task = "daemon" + tasks++;
        service.api().put("'name':'" + task + "','type':'daemon','interval':1,'cmd':'" + stamp.line() + "'");
        Path log = service.log(task);
        long pause = count * 3L;
        do {
            Pause.millis(pause);
            pause = 20;
        } while (Files.readString(log).lines().count() <= count);
        service.api().delete(task);
        double[] gaps = Stamp.gaps(Files.readString(log));
        return Arrays.copyOf(gaps, count);
    }

    private static double[] floor(Workshop workshop, int delayNanos) throws IOException, InterruptedException {
        Path log = workshop.floors().output();
        workshop.floors()
                .run(
                        "respawn",
                        "" + (PER_ROUND + 1),
                        log.toString(),
                        "" + delayNanos,
                        workshop.stamp().line());
        return Stamp.gaps(Files.readString(log));
    }

    private Row row(Sample floor, String how) {
        return Row.alone("exit to replacement, p50 / p99, " + how, meproc.words("ms"))
                .floor(floor.words("ms"))
                .ratio(meproc.ratioTo(floor))
                .aim("p50 <= 2 x floor", meproc.median() <= AIM * floor.median());
    }
}

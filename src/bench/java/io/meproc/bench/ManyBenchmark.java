package io.meproc.bench;

import java.io.IOException;
import java.util.List;

/** A task of a thousand replicas: until all live, and what it costs. */
final class ManyBenchmark implements Benchmark {
    private static final int REPLICAS = 1_000;
    private static final String LINE = "exec sleep 1000";
    private static final int WARM_UP = 2;
    private static final double AIM = 1.3;

    private final Sample seconds = new Sample();
    private final Sample floorSeconds = new Sample();
    private final Sample cpu = new Sample();
    private final Sample floorCpu = new Sample();
    private final Sample stop = new Sample();
    private double first;
    private double memory;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        try (Service service = workshop.service()) {
            round(service);
            first = seconds.median();
            for (int round = 0; round < WARM_UP; round++) {
                round(service);
            }
            List.of(seconds, cpu, stop).forEach(Sample::forget);
            double before = service.usage().pss();
            for (int round = 0; round < workshop.options().times(7, 2); round++) {
                memory = Math.max(memory, round(service) - before);
                if (workshop.floors().there()) {
                    double[] nanos = workshop.floors().run("spawn_many", "" + REPLICAS, LINE);
                    floorSeconds.add(nanos[0] / 1e9);
                    floorCpu.add(nanos[1] / 1e9);
                }
            }
        }
        return rows(workshop.floors().there());
    }

    /** Gives the megabytes of the service while they live. */
    private double round(Service service) throws IOException {
        double before = service.usage().cpuSeconds();
        long began = System.nanoTime();
        service.api().put("'name':'many','type':'daemon','replica':" + REPLICAS + ",'cmd':'" + LINE + "'");
        seconds.add((System.nanoTime() - began) / 1e9);
        Usage usage = service.usage();
        cpu.add(usage.cpuSeconds() - before);
        String list = new String(service.api().get("/proc"));
        if (!list.contains("\"running\":" + REPLICAS)) {
            throw new IOException("not all of the replicas live");
        }
        began = System.nanoTime();
        service.api().delete("many");
        stop.add((System.nanoTime() - began) / 1e9);
        return usage.pss();
    }

    private List<Row> rows(boolean floorThere) {
        Row time = Row.alone("1,000 replicas until all live", Sample.text("%.2f s", seconds.median()));
        Row work = Row.alone("its CPU time for them", Sample.text("%.2f s", cpu.median()));
        if (floorThere) {
            time = time.floor(Sample.text("%.2f s", floorSeconds.median()))
                    .ratio(seconds.ratioTo(floorSeconds))
                    .aim("<= 1.3 x floor", seconds.median() <= AIM * floorSeconds.median());
            work = work.floor(Sample.text("%.2f s", floorCpu.median()));
        } else {
            time = time.floor(Floors.MISSING);
            work = work.floor(Floors.MISSING);
        }
        return List.of(
                time,
                Row.alone("the same, the first time in a service", Sample.text("%.2f s", first)),
                work,
                Row.alone("its memory for each of them (PSS)", Sample.text("%.1f kB", memory * 1024 / REPLICAS)),
                Row.alone("1,000 replicas until all are stopped", Sample.text("%.2f s", stop.median())));
    }
}

package io.meproc.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One service with as many replicas as a task can have: what they cost while they start, live and stop. */
final class ScaleBenchmark implements Benchmark {
    private static final String LINE = "exec sleep 1000";
    private static final int WARM_UP = 1_000;
    private static final double AIM = 1.3;

    private final Sample start = new Sample();
    private final Sample floorStart = new Sample();
    private final Sample stop = new Sample();
    private final Sample floorStop = new Sample();
    private final Sample startCalls = new Sample();
    private final Sample floorCalls = new Sample();
    private final Sample stopCalls = new Sample();

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        int replicas = workshop.options().times(10_000, 2_000);
        Optional<String> missing = Room.missing(replicas);
        if (missing.isPresent()) {
            return List.of(Row.alone(Sample.text("%,d replicas", replicas), "not measured: " + missing.get()));
        }
        List<Row> live = new ArrayList<>();
        try (Service service = workshop.service()) {
            SmallCall call = new SmallCall(workshop, service);
            start(service, call, WARM_UP);
            stop(service, call);
            List.of(start, stop, startCalls, stopCalls).forEach(Sample::forget);
            Crowd crowd = new Crowd(workshop, service);
            crowd.before();
            for (int left = workshop.options().times(3, 1); left > 0; left--) {
                if (workshop.floors().there()) {
                    floor(workshop, call, replicas);
                }
                start(service, call, replicas);
                if (left == 1) {
                    live.addAll(crowd.rows(call, replicas));
                }
                stop(service, call);
            }
        }
        return rows(replicas, live);
    }

    private void start(Service service, SmallCall call, int replicas) throws IOException, InterruptedException {
        Probe probe = call.probe();
        long began = System.nanoTime();
        String answer =
                service.api().put("'name':'many','type':'daemon','replica':" + replicas + ",'cmd':'" + LINE + "'");
        start.add((System.nanoTime() - began) / 1e9);
        startCalls.add(probe.end());
        if (answer.contains("\"detail\"")) {
            throw new IOException("not all of the replicas were started: " + answer);
        }
    }

    private void stop(Service service, SmallCall call) throws IOException, InterruptedException {
        Probe probe = call.probe();
        long began = System.nanoTime();
        service.api().delete("many");
        stop.add((System.nanoTime() - began) / 1e9);
        stopCalls.add(probe.end());
    }

    /** The probe asks a server of its own meanwhile, so that both have the same company. */
    private void floor(Workshop workshop, SmallCall call, int replicas) throws IOException, InterruptedException {
        try (CannedServer canned = call.canned()) {
            Probe probe = SmallCall.probe(canned);
            double[] nanos = workshop.floors().run("spawn_many", "" + replicas, LINE);
            floorStart.add(nanos[0] / 1e9);
            floorStop.add(nanos[2] / 1e9);
            floorCalls.add(probe.end());
        }
    }

    private List<Row> rows(int replicas, List<Row> live) {
        Row time = Row.beside(Sample.text("%,d replicas until all live", replicas), start, floorStart, "%.2f s");
        if (!floorStart.isEmpty()) {
            time = time.aim("<= 1.3 x floor", start.median() <= AIM * floorStart.median());
        }
        List<Row> rows = new ArrayList<>(List.of(
                time,
                Row.beside(Sample.text("%,d replicas until all are stopped", replicas), stop, floorStop, "%.2f s"),
                SmallCall.row("while they start", startCalls, floorCalls),
                SmallCall.row("while they stop", stopCalls, new Sample())));
        rows.addAll(live);
        return rows;
    }
}

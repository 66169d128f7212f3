package io.meproc.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Hundreds of replicas that end at once and are replaced at once: what everybody else notices of it. */
final class StormBenchmark implements Benchmark {
    private static final int REPLICAS = 500;
    private static final String LINE = "exit 1";
    private static final int PER_ROUND = 100;
    private static final int WARM_UP = 300;
    private static final int STOP_SECONDS = 10;
    private static final int SETTLE_MILLIS = 1_000;
    private static final double DELAY_MILLIS = 50;
    private static final Pattern RESTARTS = Pattern.compile("\"restarts\":(\\d+)");

    private final Sample quiet = new Sample();
    private final Sample floorQuiet = new Sample();
    private final Sample calls = new Sample();
    private final Sample floorCalls = new Sample();
    private final Sample probes = new Sample();
    private final Sample floorProbes = new Sample();
    private final Sample rate = new Sample();
    private final Sample floorRate = new Sample();
    private final Sample cpu = new Sample();
    private final Sample stop = new Sample();
    private int unstoppable;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        int probeMillis = workshop.options().times(3_000, 1_500);
        for (int round = 0; round < workshop.options().times(5, 2); round++) {
            // One service for each, so that a storm which can't be stopped does not spoil the next round.
            try (Service service = workshop.service()) {
                SmallCall small = new SmallCall(workshop, service);
                FirstInstruction instruction = new FirstInstruction(service, workshop.stamp());
                instruction.millis(WARM_UP);
                quiet.add(instruction.millis(PER_ROUND));
                if (workshop.floors().there()) {
                    floorQuiet.add(FirstInstruction.floor(workshop, PER_ROUND));
                    floor(workshop, small, probeMillis);
                }
                storm(service, instruction, small, probeMillis);
            }
        }
        return rows();
    }

    private void storm(Service service, FirstInstruction instruction, SmallCall small, int probeMillis)
            throws IOException, InterruptedException {
        double used = service.usage().cpuSeconds();
        long began = System.nanoTime();
        service.api()
                .put("'name':'storm','type':'daemon','interval':1,'replica':" + REPLICAS + ",'cmd':'" + LINE + "'");
        Pause.millis(SETTLE_MILLIS);
        calls.add(instruction.millis(PER_ROUND));
        Probe probe = small.probe();
        Pause.millis(probeMillis);
        probes.add(probe.end());
        String list = new String(service.api().get("/proc"), StandardCharsets.UTF_8);
        double seconds = (System.nanoTime() - began) / 1e9;
        double restarts = RESTARTS.matcher(list)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        cpu.add((service.usage().cpuSeconds() - used) * 1e3 / restarts);
        rate.add(restarts / seconds);
        stop(service);
    }

    private void stop(Service service) throws IOException {
        long began = System.nanoTime();
        try (Api api = Api.impatient(service.port(), (int) TimeUnit.SECONDS.toMillis(STOP_SECONDS))) {
            api.delete("storm");
            stop.add((System.nanoTime() - began) / 1e9);
        } catch (SocketTimeoutException late) {
            unstoppable++;
        }
    }

    private void floor(Workshop workshop, SmallCall small, int probeMillis) throws IOException, InterruptedException {
        Process storm = workshop.floors().start("storm", "" + REPLICAS, LINE);
        try (CannedServer canned = small.canned()) {
            Pause.millis(SETTLE_MILLIS);
            floorCalls.add(FirstInstruction.floor(workshop, PER_ROUND));
            Probe probe = SmallCall.probe(canned);
            Pause.millis(probeMillis);
            floorProbes.add(probe.end());
        } finally {
            storm.getOutputStream().close();
        }
        double[] counted = Stamp.numbers(new String(storm.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        floorRate.add(counted[0] / (counted[1] / 1e9));
    }

    private String stopped() {
        String late = unstoppable + " times";
        return stop.isEmpty() ? late : Sample.text("%.2f s; %s", stop.median(), late);
    }

    private List<Row> rows() {
        return List.of(
                Row.beside("call to the child's first instruction, no storm, p50 / p99", quiet, floorQuiet),
                Row.beside("the same while 500 replicas crash and come again", calls, floorCalls)
                        .aim("p99 <= no storm + 50 ms", calls.quantile(0.99) <= quiet.quantile(0.99) + DELAY_MILLIS),
                SmallCall.row("meanwhile", probes, floorProbes),
                Row.beside("restarts a second meanwhile", rate, floorRate, "%,.0f"),
                Row.alone("its CPU time for each of them", Sample.text("%.2f ms", cpu.median())),
                Row.alone("its DELETE, until all are stopped, median; later than 10 s", stopped())
                        .aim("each within 10 s", unstoppable == 0));
    }
}

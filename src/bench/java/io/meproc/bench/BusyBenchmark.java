package io.meproc.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The latency of a poll while other clients request as much as they can, beside that of the same poll alone. */
final class BusyBenchmark implements Benchmark {
    private static final int TASKS = 5_000;
    private static final int RESETS_AT_ONCE = 8;
    private static final String POLL = "/api/v1/tasks/task5/why";
    private static final String ALL = "{\"selector\":{\"all\":true}}";

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        int millis = workshop.options().times(10_000, 3_000);
        List<Row> rows = new ArrayList<>();
        try (Service service = workshop.service();
                HostileClients hostile = new HostileClients(service)) {
            for (int task = 0; task < TASKS; task++) {
                service.api().put("'name':'task" + task + "','type':'cron','cron':'0 0 1 1 *','cmd':'true'");
            }
            hostile.writeLargeOutput();
            Probe.within(service.port(), POLL, millis);
            Sample alone = sample(Probe.within(service.port(), POLL, millis));
            rows.add(Row.alone(
                    Sample.text("a poll each 5 ms, %,d tasks, nobody else, p50 / p99", TASKS), alone.words("ms")));
            rows.add(row("while 8 clients reset all tasks", alone, resetting(service, millis)));
            rows.add(row("with 1,000 idle connections", alone, during(service, millis, hostile::idle)));
            rows.add(row("with 50 that do not read 20 MB", alone, during(service, millis, hostile::neverRead)));
            rows.add(row("while 100 bodies of 1 MB end together", alone, sending(service, hostile)));
        }
        return rows;
    }

    private static Sample sample(double[] millis) {
        Sample sample = new Sample();
        sample.add(millis);
        return sample;
    }

    private static Row row(String when, Sample alone, Sample busy) {
        double times = busy.quantile(0.99) / alone.quantile(0.99);
        return Row.alone("the same " + when, busy.words("ms")).ratio(Sample.text("p99 %.1f times", times));
    }

    private static Sample during(Service service, int millis, Callable<?> clients) throws Exception {
        clients.call();
        return sample(Probe.within(service.port(), POLL, millis));
    }

    private static Sample sending(Service service, HostileClients hostile) throws IOException, InterruptedException {
        Probe probe = Probe.start(service.port(), POLL);
        hostile.sendBodies();
        return sample(probe.end());
    }

    private static Sample resetting(Service service, int millis) throws IOException, InterruptedException {
        Probe probe = Probe.start(service.port(), POLL);
        List<Thread> clients = new ArrayList<>();
        long until = System.nanoTime() + millis * 1_000_000L;
        for (int i = 0; i < RESETS_AT_ONCE; i++) {
            Thread client = new Thread(() -> reset(service.port(), until), "resets");
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            client.join();
        }
        return sample(probe.end());
    }

    /** A service that has too much to do refuses some of the calls, which are part of the load. */
    private static void reset(int port, long until) {
        while (System.nanoTime() < until) {
            try (Api api = Api.connect(port)) {
                while (System.nanoTime() < until) {
                    api.post("/api/v1/tasks:reset", ALL);
                }
            } catch (IOException refused) {
                Pause.millis(1);
            }
        }
    }
}

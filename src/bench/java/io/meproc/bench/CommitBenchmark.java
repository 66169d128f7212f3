package io.meproc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** How many changes a second are acknowledged, each synced to disk, beside a loop of commits of SQLite. */
final class CommitBenchmark implements Benchmark {
    private static final int CLIENTS = 64;
    private static final int WARM_UP_MILLIS = 4_000;
    private static final int AIM = 5_000;
    private static final double AIM_RATIO = 0.5;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        Sample one = new Sample();
        Sample many = new Sample();
        Sample floor = new Sample();
        Sample millis = new Sample();
        int round = workshop.options().times(3_000, 1_500);
        try (Service service = workshop.service()) {
            for (int i = 0; i < CLIENTS; i++) {
                service.api().put("'name':'t" + i + "','type':'cron','cron':'0 0 1 1 *','cmd':'true'");
            }
            Changes changes = new Changes(service.port());
            JavaLoad.run(service.port(), changes::next, CLIENTS, WARM_UP_MILLIS);
            for (int i = 0; i < workshop.options().times(5, 2); i++) {
                Load load = JavaLoad.run(service.port(), changes::next, CLIENTS, round);
                many.add(load.rate());
                millis.add(load.p50());
                one.add(JavaLoad.run(service.port(), changes::next, 1, round).rate());
                floor.add(commits(workshop, round));
            }
        }
        double ratio = many.median() / floor.median();
        return List.of(
                Row.alone(
                                "changes of definitions by 64 clients: acknowledged/s, p50",
                                Sample.text("%,.0f, %.2f ms", many.median(), millis.median()))
                        .floor(Sample.text("%,.0f commits/s of SQLite", floor.median()))
                        .ratio(many.ratioTo(floor))
                        .aim(">= 5,000/s or 0.5 x floor", many.median() >= AIM || ratio >= AIM_RATIO),
                Row.alone("the same by one client", Sample.text("%,.0f", one.median()))
                        .floor(Sample.text("%,.0f", floor.median()))
                        .ratio(one.ratioTo(floor)));
    }

    /** Requests that each change a definition. */
    private static final class Changes {
        private final AtomicInteger sent = new AtomicInteger();
        private final int port;

        private Changes(int port) {
            this.port = port;
        }

        private byte[] next() {
            int number = sent.incrementAndGet();
            String body = "{\"type\":\"cron\",\"cron\":\"0 0 1 1 *\",\"cmd\":\"true\",\"timeout\":\"" + (1 + number % 3_000)
                    + "s\"}";
            return ("PUT /api/v1/tasks/t" + number % CLIENTS + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body)
                    .getBytes(US_ASCII);
        }
    }

    private static double commits(Workshop workshop, int millis) throws IOException, InterruptedException {
        Path lib = workshop.project().resolve("target").resolve("lib");
        Path driver;
        try (Stream<Path> jars = Files.list(lib)) {
            driver = jars.filter(jar -> jar.getFileName().toString().startsWith("sqlite-jdbc"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no driver of SQLite in " + lib));
        }
        return workshop.floors()
                .java(
                        SqliteLoop.class,
                        driver,
                        workshop.folder().resolve("loop.db").toString(),
                        Integer.toString(millis))[0];
    }
}

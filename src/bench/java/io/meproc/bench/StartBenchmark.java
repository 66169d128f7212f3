package io.meproc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** From the start of the program to its first answer, and the memory that it takes. */
final class StartBenchmark implements Benchmark {
    private static final int REQUESTS = 300;
    private static final double AIM_MILLIS = 700;
    private static final double AIM_MEGABYTES = 100;
    private static final byte[] EMPTY = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(US_ASCII);

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        Sample meproc = new Sample();
        Sample floor = new Sample();
        Sample rss = new Sample();
        Sample pss = new Sample();
        for (int round = 0; round < workshop.options().times(9, 3); round++) {
            try (Service service = workshop.service()) {
                meproc.add(service.startMillis());
                for (int i = 0; i < REQUESTS; i++) {
                    service.api().get("/proc");
                }
                rss.add(service.usage().rss());
                pss.add(service.usage().pss());
            }
            if (workshop.floors().there()) {
                try (CannedServer canned = CannedServer.start(workshop, EMPTY)) {
                    floor.add(canned.startMillis());
                }
            }
        }
        return List.of(
                Row.alone(
                                "start to the first answer, median (least-most)",
                                Sample.text(
                                        "%.0f (%.0f-%.0f) ms", meproc.median(), meproc.quantile(0), meproc.quantile(1)))
                        .floor(floor.isEmpty() ? Floors.MISSING : Sample.text("%.1f ms", floor.median()))
                        .aim("< 700 ms", meproc.median() < AIM_MILLIS),
                Row.alone(
                                "memory when idle, after 300 requests: RSS / PSS",
                                Sample.text("%.0f / %.0f MB", rss.median(), pss.median()))
                        .aim("RSS < 100 MB", rss.median() < AIM_MEGABYTES));
    }
}

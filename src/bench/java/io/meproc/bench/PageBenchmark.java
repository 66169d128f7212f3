package io.meproc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How soon and how smoothly Chromium draws the page of a service with few and with many tasks. */
final class PageBenchmark implements Benchmark {
    private static final String DRIVER = "target/browser/node_modules/playwright-core";

    private int tasks;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        String chromium = output("src/test/browser/install.sh").lines().reduce("", (before, line) -> line);
        List<Row> rows = new ArrayList<>();
        try (Service service = workshop.service()) {
            tasks = 0;
            fill(service, 10);
            double[] few = figures(chromium, service, "paint");
            fill(service, 250);
            double scrolled = figures(chromium, service, "scroll")[0];
            fill(service, 1_000);
            double[] many = figures(chromium, service, "paint");
            rows.add(row("page, 10 and 1,000 tasks: the first paint", few[0], many[0]));
            rows.add(row("page, 10 and 1,000 tasks: the first rows", few[1], many[1]));
            fill(service, 3_000);
            double still = figures(chromium, service, "still")[0];
            service.api().put("'name':'busy','type':'daemon','replica':20,'interval':50,'cmd':'exit 1'");
            rows.add(row(
                    "a frame of 3,000 tasks, at rest and while 20 replicas crash",
                    still,
                    figures(chromium, service, "still")[0]));
            service.api().delete("busy");
            fill(service, 5_000);
            rows.add(row(
                    "a frame while scrolling 250 and 5,000 tasks",
                    scrolled,
                    figures(chromium, service, "scroll")[0]));
        }
        return rows;
    }

    private static Row row(String what, double little, double much) {
        return Row.alone(what, Sample.text("%.1f, %.1f ms", little, much))
                .ratio(Sample.text("%.2f", much / little));
    }

    private void fill(Service service, int to) throws IOException {
        for (; tasks < to; tasks++) {
            service.api().put("'name':'task" + tasks + "','type':'cron','cron':'0 0 1 1 *','cmd':'true'");
        }
    }

    private static double[] figures(String chromium, Service service, String what)
            throws IOException, InterruptedException {
        String figures = output(
                "node", "src/bench/js/page.mjs", DRIVER, chromium, "http://127.0.0.1:" + service.port() + "/", what);
        return Arrays.stream(figures.strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return text;
    }
}

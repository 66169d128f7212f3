package io.meproc.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How many times a second, and how fast, the list of tasks can be had. */
final class ListBenchmark implements Benchmark {
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP_MILLIS = 3_000;
    private static final String PATH = "/proc";

    /** How many tasks live, and how many answers a second are the aim; 0 for no aim. */
    private record Size(int tasks, int aim) {}

    private static final List<Size> SIZES =
            List.of(new Size(0, 0), new Size(10, 15_000), new Size(100, 0), new Size(1_000, 1_000));

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (Service service = workshop.service()) {
            workshop.load(service.port(), PATH, CONNECTIONS, WARM_UP_MILLIS);
            int live = 0;
            for (Size size : SIZES) {
                for (; live < size.tasks(); live++) {
                    service.api().put("'name':'task" + live + "','type':'daemon','cmd':'exec sleep 1000'");
                }
                rows.add(measure(workshop, service, size));
            }
        }
        return rows;
    }

    private static Row measure(Workshop workshop, Service service, Size size) throws IOException, InterruptedException {
        byte[] answer = service.api().get(PATH);
        List<Load> meproc = new ArrayList<>();
        List<Load> floor = new ArrayList<>();
        int millis = workshop.options().times(1_500, 700);
        try (CannedServer canned = CannedServer.sending(workshop, answer)) {
            for (int round = 0; round < workshop.options().times(5, 2); round++) {
                meproc.add(workshop.load(service.port(), PATH, CONNECTIONS, millis));
                if (workshop.floors().there()) {
                    floor.add(workshop.load(canned.port(), PATH, CONNECTIONS, millis));
                }
            }
        }
        return row(size, answer.length, meproc, floor);
    }

    private static Row row(Size size, int bytes, List<Load> meproc, List<Load> floor) {
        Sample rate = rates(meproc);
        String what =
                Sample.text("GET /proc, %,d live tasks, %,.1f kB: requests/s, p50 / p99", size.tasks(), bytes / 1000.0);
        Row row = Row.alone(what, words(meproc));
        row = floor.isEmpty()
                ? row.floor(Floors.MISSING)
                : row.floor(words(floor)).ratio(rate.ratioTo(rates(floor)));
        return size.aim() == 0 ? row : row.aim(Sample.text(">= %,d/s", size.aim()), rate.median() >= size.aim());
    }

    private static Sample rates(List<Load> loads) {
        Sample rates = new Sample();
        loads.forEach(load -> rates.add(load.rate()));
        return rates;
    }

    private static String words(List<Load> loads) {
        Sample p50 = new Sample();
        Sample p99 = new Sample();
        loads.forEach(load -> {
            p50.add(load.p50());
            p99.add(load.p99());
        });
        return Sample.text("%,.0f, %.2f / %.2f ms", rates(loads).median(), p50.median(), p99.median());
    }
}

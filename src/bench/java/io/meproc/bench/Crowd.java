package io.meproc.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a service is like while thousands of processes of it live. */
final class Crowd {
    private static final int SETTLE_MILLIS = 6_000;
    private static final int PER_ROUND = 50;
    private static final int WARM_UP = 200;
    private static final int MOST_MEGABYTES = 150;
    private static final int MOST_THREADS = 40;
    private static final double MOST_PER_CENT = 1;
    private static final double NOTICE_MEDIAN_MILLIS = 1;
    private static final double NOTICE_TAIL_MILLIS = 5;

    private final Workshop workshop;
    private final Service service;
    private final Notice notice;
    private final Relay relay;
    private final Sample notices = new Sample();
    private final Sample noticesAlone = new Sample();
    private final Sample relays = new Sample();
    private final Sample alone = new Sample();
    private final Sample floor = new Sample();
    private int descriptors;

    Crowd(Workshop workshop, Service service) {
        this.workshop = workshop;
        this.service = service;
        this.notice = new Notice(service, workshop.stamp());
        this.relay = new Relay(service, workshop.stamp());
    }

    /** Looks at the service before the crowd comes. */
    void before() throws IOException {
        relay.millis(workshop.options().times(WARM_UP, PER_ROUND));
        for (int round = 0; round < rounds(); round++) {
            alone.add(relay.millis(PER_ROUND));
            noticesAlone.add(notice.millis(PER_ROUND));
        }
        descriptors = service.descriptors();
    }

    List<Row> rows(SmallCall call, int replicas) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>(quiet(replicas));
        rows.add(call.row(
                Sample.text("with %,d live", replicas), workshop.options().times(10_000, 3_000)));
        rows.addAll(new LongList(workshop, service).rows(replicas));
        rows.addAll(notice(replicas));
        rows.add(Row.alone("its memory after all of this: RSS / PSS", memory(service.usage())));
        return rows;
    }

    private int rounds() {
        return workshop.options().times(5, 2);
    }

    private List<Row> quiet(int replicas) throws IOException {
        Pause.millis(SETTLE_MILLIS);
        Usage usage = service.usage();
        int threads = service.threads();
        int seconds = workshop.options().times(30, 10);
        double perCent = service.cpuSecondsWithin(TimeUnit.SECONDS.toMillis(seconds)) / seconds * 100;
        return List.of(
                Row.alone(Sample.text("memory with %,d live replicas: RSS / PSS", replicas), memory(usage))
                        .aim("RSS < 150 MB", usage.rss() < MOST_MEGABYTES),
                Row.alone("its threads then", "" + threads).aim("< 40", threads < MOST_THREADS),
                Row.alone("its open files then (before)", Sample.text("%,d (%,d)", service.descriptors(), descriptors)),
                Row.alone("its CPU time then, nobody asking", Sample.text("%.2f %% of a core", perCent))
                        .aim("< 1 %", perCent < MOST_PER_CENT));
    }

    private static String memory(Usage usage) {
        return Sample.text("%.0f / %.0f MB", usage.rss(), usage.pss());
    }

    private List<Row> notice(int replicas) throws IOException, InterruptedException {
        for (int round = 0; round < rounds(); round++) {
            notices.add(notice.millis(PER_ROUND));
            relays.add(relay.millis(PER_ROUND));
            if (workshop.floors().there()) {
                floor.add(Relay.floor(workshop, PER_ROUND));
            }
        }
        Row known = Row.alone(Sample.text("exit until Meproc knows, p50 / p99, %,d live", replicas), notices.words("ms"))
                .aim(
                        "<= 1 / 5 ms",
                        notices.median() <= NOTICE_MEDIAN_MILLIS && notices.quantile(0.99) <= NOTICE_TAIL_MILLIS);
        Row row = Row.beside(
                Sample.text("exit to the task that waited for it, p50 / p99, %,d live", replicas), relays, floor);
        return List.of(
                known,
                Row.alone("the same before them, p50 / p99", noticesAlone.words("ms")),
                row,
                Row.alone("the same before them, p50 / p99", alone.words("ms")));
    }
}

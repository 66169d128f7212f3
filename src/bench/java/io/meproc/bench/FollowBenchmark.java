package io.meproc.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Hundreds who follow what happens while very much does, some of whom never read. */
final class FollowBenchmark implements Benchmark {
    private static final int HEALTHY = 180;
    private static final int STUCK = 20;
    private static final int PER_SECOND = 5_000;
    private static final int PATIENCE_SECONDS = 30;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        int seconds = workshop.options().times(30, 10);
        try (Service service = workshop.service();
                Crier crier = new Crier(service.port());
                Audience audience = new Audience(service.port(), "", HEALTHY, STUCK)) {
            Pause.until(
                    "snapshots",
                    PATIENCE_SECONDS,
                    () -> audience.healthy().stream().allMatch(each -> each.snapshots() == 1));
            Usage before = service.usage();
            double took = crier.cry(PER_SECOND, seconds);
            Usage after = service.usage();
            return rows(audience, crier.changes(), took, before, after);
        }
    }

    private static List<Row> rows(Audience audience, int changes, double took, Usage before, Usage after)
            throws IOException {
        boolean all = reached(() -> audience.healthy().stream().allMatch(each -> each.runs() == changes));
        int lost = audience.healthy().stream()
                .mapToInt(each -> changes - each.runs())
                .max()
                .orElse(0);
        long gaps = audience.healthy().stream()
                .mapToInt(Audience.Listener::gaps)
                .sum();
        audience.wake();
        boolean caughtUp = reached(() -> audience.stuck().stream().allMatch(FollowBenchmark::caughtUp));
        long resumed =
                audience.stuck().stream().filter(FollowBenchmark::caughtUp).count();
        return List.of(
                Row.alone(
                                "changes a second while 200 follow, " + Math.round(took) + " s long",
                                Sample.text("%,.0f", changes / took))
                        .aim("5,000", changes / took > PER_SECOND * 0.95),
                Row.alone("events that the 180 who read have lost at most; their gaps", lost + "; " + gaps)
                        .aim("0; 0", all && gaps == 0),
                Row.alone("of the 20 who did not read: are told of a gap, and of all there is", "" + resumed)
                        .aim("each", caughtUp),
                Row.alone(
                                "its memory before and after: RSS",
                                Sample.text("%.0f, %.0f MB", before.rss(), after.rss()))
                        .aim("< 400 MB, heap 256", after.rss() < 400),
                Row.alone(
                        "its CPU time meanwhile",
                        Sample.text("%.2f of a core", (after.cpuSeconds() - before.cpuSeconds()) / took)));
    }

    private static boolean caughtUp(Audience.Listener listener) {
        return listener.gaps() > 0 && listener.snapshots() > 1;
    }

    private static boolean reached(BooleanSupplier condition) throws IOException {
        try {
            Pause.until("the followers", PATIENCE_SECONDS, condition::getAsBoolean);
            return true;
        } catch (IOException tooLate) {
            return false;
        }
    }
}

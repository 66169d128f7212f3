package io.meproc.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** From the last instruction of a process, written down by itself, to the time at which Meproc says it has ended. */
final class Notice {
    /** Long enough for the answer to the call that starts it to be out. */
    private static final String LEAD = "sleep 0.03; ";

    private static final int GAP_MILLIS = 50;
    private static final int TRIES = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Service service;
    private final Stamp stamp;
    private int exits;

    Notice(Service service, Stamp stamp) {
        this.service = service;
        this.stamp = stamp;
    }

    /** Of so many exits, one after the other. */
    double[] millis(int count) throws IOException {
        int first = exits;
        for (; exits < first + count; exits++) {
            service.api().put("'name':'notice" + exits + "','type':'once','cmd':'" + LEAD + stamp.line() + "'");
            stamp.ended(service.log("notice" + exits));
            Pause.millis(GAP_MILLIS);
        }
        long ahead = timeOfDayAhead();
        String list = new String(service.api().get("/proc"), StandardCharsets.UTF_8);
        DoubleStream.Builder millis = DoubleStream.builder();
        for (int exit = first; exit < exits; exit++) {
            long ended = stamp.ended(service.log("notice" + exit)) + ahead;
            millis.add((nanos(told(list, "notice" + exit)) - ended) / NANOS_PER_MILLI);
        }
        return millis.build().toArray();
    }

    private static Instant told(String list, String task) throws IOException {
        Matcher end = Pattern.compile("\"" + task + "\":\\{.*?\"at\":\"([^\"]+)\"").matcher(list);
        if (!end.find()) {
            throw new IOException(task + " has not ended");
        }
        return Instant.parse(end.group(1));
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }

    /** How far the time of day is ahead of the clock of the processes; of many looks the one that took least. */
    private long timeOfDayAhead() {
        long least = Long.MAX_VALUE;
        long ahead = 0;
        for (int i = 0; i < TRIES; i++) {
            long before = stamp.now();
            long day = nanos(Instant.now());
            long took = stamp.now() - before;
            if (took < least) {
                least = took;
                ahead = day - before - took / 2;
            }
        }
        return ahead;
    }
}

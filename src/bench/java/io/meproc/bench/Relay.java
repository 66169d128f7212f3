package io.meproc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/**
 * A task that waits for another one: from the last instruction of the one to the first of the other, each written down
 * by the processes themselves. In between lie the end of the process, that Meproc notices and decides, and the start of
 * the next process.
 */
final class Relay {
    /** Until the one that is waited for ends, so that the other one is there in time. */
    private static final String LEAD = "sleep 0.04; ";

    private final Service service;
    private final Stamp stamp;
    private int relays;

    Relay(Service service, Stamp stamp) {
        this.service = service;
        this.stamp = stamp;
    }

    /** Of so many relays, one after the other; one that came too late to be measured is run again. */
    double[] millis(int count) throws IOException {
        DoubleStream.Builder millis = DoubleStream.builder();
        int most = relays + 2 * count;
        for (int measured = 0; measured < count; relays++) {
            if (relays == most) {
                throw new IOException("the machine is too busy: the waiting task always came too late");
            }
            String first = "first" + relays;
            String second = "second" + relays;
            service.api().put("'name':'" + first + "','type':'once','cmd':'" + LEAD + stamp.line() + "'");
            service.api()
                    .put("'name':'" + second + "','type':'once','deps':['" + first + "'],'cmd':'" + stamp.line() + "'");
            long waiting = stamp.now();
            long began = stamp.began(service.log(second));
            long ended = stamp.ended(service.log(first));
            if (waiting < ended) {
                millis.add((began - ended) / 1e6);
                measured++;
            }
        }
        return millis.build().toArray();
    }

    /** The same by a C program: waitpid, then posix_spawn. */
    static double[] floor(Workshop workshop, int count) throws IOException, InterruptedException {
        Path log = workshop.floors().output();
        workshop.floors()
                .run(
                        "respawn",
                        "" + (count + 1),
                        log.toString(),
                        "0",
                        workshop.stamp().line());
        return Stamp.gaps(Files.readString(log));
    }
}

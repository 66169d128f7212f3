package io.meproc.bench;

import java.io.IOException;
import java.nio.file.Path;

/** From a call over a kept connection to the first instruction of the process that it starts; each of a new task. */
final class FirstInstruction {
    private static final int PAUSE_MILLIS = 3;

    private final Service service;
    private final Stamp stamp;
    private int calls;

    FirstInstruction(Service service, Stamp stamp) {
        this.service = service;
        this.stamp = stamp;
    }

    /** Of so many calls, one after the other. */
    double[] millis(int count) throws IOException {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            millis[i] = millis();
        }
        return millis;
    }

    double millis() throws IOException {
        String task = "stamp" + calls++;
        Path log = service.log(task);
        Pause.millis(PAUSE_MILLIS);
        long began = stamp.now();
        service.api().put("'name':'" + task + "','type':'once','cmd':'" + stamp.line() + "'");
        long started = stamp.began(log);
        service.api().delete(task);
        return (started - began) / 1e6;
    }

    /** The same by a C program. */
    static double[] floor(Workshop workshop, int count) throws IOException, InterruptedException {
        double[] millis = workshop.floors()
                .run(
                        "spawn_one",
                        "" + count,
                        workshop.floors().output().toString(),
                        "" + PAUSE_MILLIS * 1_000_000,
                        workshop.stamp().line());
        for (int i = 0; i < millis.length; i++) {
            millis[i] /= 1e6;
        }
        return millis;
    }
}

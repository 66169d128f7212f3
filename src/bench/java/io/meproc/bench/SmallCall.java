package io.meproc.bench;

import java.io.IOException;

/**
 * A call as clients make it all the time, with an answer of fixed size: the output of a task that wrote one line. On
 * its way it waits for the supervisor, as every call does, and for a thread that reads the file.
 */
final class SmallCall {
    private static final String PATH = "/proc/output?name=little";
    private static final double AIM_MILLIS = 20;

    private final Workshop workshop;
    private final Service service;
    private final byte[] answer;

    SmallCall(Workshop workshop, Service service) throws IOException {
        this.workshop = workshop;
        this.service = service;
        service.api().put("'name':'little','type':'once','cmd':'echo little'");
        Stamp.firstLine(service.log("little"));
        this.answer = service.api().get(PATH);
    }

    /** Makes the call at a steady pace until the probe is ended. */
    Probe probe() {
        return Probe.start(service.port(), PATH);
    }

    /** Who gives the same answer with nothing around it. */
    CannedServer canned() throws IOException {
        return CannedServer.sending(workshop, answer);
    }

    static Probe probe(CannedServer canned) {
        return Probe.start(canned.port(), PATH);
    }

    /** Both, one after the other, for so long each. */
    Row row(String when, int millis) throws IOException, InterruptedException {
        Sample meproc = new Sample();
        Sample floor = new Sample();
        meproc.add(Probe.within(service.port(), PATH, millis));
        if (workshop.floors().there()) {
            try (CannedServer canned = canned()) {
                floor.add(Probe.within(canned.port(), PATH, millis));
            }
        }
        return row(when, meproc, floor);
    }

    static Row row(String when, Sample meproc, Sample floor) {
        String what = "GET /proc/output of one line, " + when + ", p50 / p99";
        Row row = floor.isEmpty() ? Row.alone(what, meproc.words("ms")) : Row.beside(what, meproc, floor);
        return row.aim("p99 < 20 ms", meproc.quantile(0.99) < AIM_MILLIS);
    }
}

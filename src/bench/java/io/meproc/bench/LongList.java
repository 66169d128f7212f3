package io.meproc.bench;

import java.io.IOException;
import java.util.List;

/** The list of a service that has thousands of replicas, asked for by one client. */
final class LongList {
    private static final String PATH = "/proc";
    private static final int PAUSE_MILLIS = 50;

    private final Workshop workshop;
    private final Service service;
    private final Sample changed = new Sample();
    private final Sample kept = new Sample();
    private final Sample floor = new Sample();

    LongList(Workshop workshop, Service service) {
        this.workshop = workshop;
        this.service = service;
    }

    List<Row> rows(int replicas) throws IOException {
        int rounds = workshop.options().times(40, 10);
        byte[] list = service.api().get(PATH);
        if (!new String(list).contains("\"running\":" + replicas + ",")) {
            throw new IOException("not all of the replicas live");
        }
        for (int round = 0; round < rounds; round++) {
            service.api().put("'name':'change" + round + "','type':'once','cmd':'exit 0'");
            Pause.millis(PAUSE_MILLIS);
            changed.add(millis(service.api()));
            kept.add(millis(service.api()));
        }
        if (workshop.floors().there()) {
            try (CannedServer canned = CannedServer.sending(workshop, list);
                    Api api = Api.connect(canned.port())) {
                for (int round = 0; round < rounds; round++) {
                    floor.add(millis(api));
                }
            }
        }
        return List.of(
                Row.beside(
                        Sample.text("GET /proc then, %,.1f MB, after a change, p50 / p99", list.length / 1e6),
                        changed,
                        floor),
                Row.beside("the same, nothing changed", kept, floor));
    }

    private static double millis(Api api) throws IOException {
        long began = System.nanoTime();
        api.get(PATH);
        return (System.nanoTime() - began) / 1e6;
    }
}

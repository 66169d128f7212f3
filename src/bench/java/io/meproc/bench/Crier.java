package io.meproc.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Makes changes at a steady rate: tasks that wait for another are stopped and started again, many in a call. Each is a
 * change and an event, and no process stands in the way.
 */
final class Crier implements AutoCloseable {
    private static final int TASKS = 100;
    private static final String ALL = "{\"selector\":{\"q\":\"cried\"}}";

    private final Api api;
    private int changes;

    Crier(int port) throws IOException {
        api = Api.connect(port);
        api.put("'name':'blocker','type':'once','cmd':'exec sleep 1000'");
        for (int i = 0; i < TASKS; i++) {
            api.put("'name':'cried" + i + "','type':'once','cmd':'true','deps':['blocker']");
        }
    }

    /** Keeps to the rate as well as the service can; gives the seconds that it took. */
    double cry(int perSecond, int seconds) throws IOException {
        long began = System.nanoTime();
        while (changes < perSecond * seconds) {
            long due = began + TimeUnit.SECONDS.toNanos(changes) / perSecond;
            Pause.millis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime())));
            String verb = changes / TASKS % 2 == 0 ? "stop" : "start";
            api.post("/api/v1/tasks:" + verb + "?wait=false", ALL);
            changes += TASKS;
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** How many it has made. */
    int changes() {
        return changes;
    }

    @Override
    public void close() throws IOException {
        api.close();
    }
}

package io.meproc.campaign;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what the service shows with the evidence of the processes. */
final class Violations {
    private static final long MARGIN_NANOS = 1_500_000_000L;
    private static final String RUNNING = "running";
    private static final String STOPPING = "stopping";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A time in which no service ran, from its kill until the next one answered; in nanoseconds of the wall clock. */
    record Absence(long from, long to) {
        /**
         * Whether a run that began then may be unknown, if it also ended before the next service looked for it: the service
         * was killed before the start could be recorded.
         */
        boolean beganUnrecorded(long nanos) {
            return nanos >= from - MARGIN_NANOS && nanos <= to;
        }

        boolean holds(long nanos) {
            return nanos >= from - MARGIN_NANOS && nanos <= to + MARGIN_NANOS;
        }
    }

    private final Load reader;
    private final Evidence evidence;
    private final List<String> found = new ArrayList<>();

    Violations(Load reader, Evidence evidence) {
        this.reader = reader;
        this.evidence = evidence;
    }

    List<String> found() {
        return found;
    }

    /** Every acknowledged change is there; takes over what the service shows. */
    void ofChanges(Load load) throws IOException, InterruptedException {
        for (Map.Entry<String, Wanted> task : load.tasks().entrySet()) {
            List<Wanted.State> possible = task.getValue().possible();
            Wanted.State actual = Wanted.of(settled(task.getKey(), possible));
            if (!possible.contains(actual)) {
                found.add(task.getKey() + " is " + actual + ", not one of " + possible + "; "
                        + String.join("\n", task.getValue().journal()));
            }
            task.getValue().observed(actual);
        }
    }

    /** The task, after its removal if that may have been carried out: a task is listed until its last process has ended. */
    private @Nullable JsonObject settled(String name, List<Wanted.State> possible)
            throws IOException, InterruptedException {
        if (!possible.contains(Wanted.State.NONE)) {
            return reader.task(name);
        }
        AtomicReference<@Nullable JsonObject> shown = new AtomicReference<>();
        await().atMost(PATIENCE).until(() -> {
            shown.set(reader.task(name));
            return shown.get() == null || !STOPPING.equals(shown.get().getString("state"));
        });
        return shown.get();
    }

    /** No replica ever ran twice at once. */
    void ofReplicas() throws IOException {
        evidence.clashes().forEach(clash -> found.add("ran beside another run of its replica: " + clash));
    }

    /** The processes with the mark of which the service shows no live run and no leftover. */
    List<String> unaccounted(String instance) throws IOException, InterruptedException {
        Map<Long, Long> marked = Evidence.marked(instance);
        List<Long> live = new ArrayList<>();
        JsonArray tasks = new JsonObject(
                        reader.call("GET", "/api/v1/tasks?limit=1000", "").body())
                .getJsonArray("tasks");
        for (int i = 0; i < tasks.size(); i++) {
            JsonObject task = reader.task(tasks.getJsonObject(i).getString("name"));
            for (Object replica : task == null ? new JsonArray() : task.getJsonArray("replicas")) {
                Long run = ((JsonObject) replica).getLong("run");
                if (run != null) {
                    live.add(run);
                }
            }
        }
        JsonObject node = new JsonObject(reader.call("GET", "/api/v1/node", "").body());
        List<Long> leftovers = node.getJsonArray("leftovers").stream()
                .map(each -> ((JsonObject) each).getLong("pid"))
                .toList();
        return marked.entrySet().stream()
                .filter(process -> !live.contains(process.getValue()) && !leftovers.contains(process.getKey()))
                .map(process -> "process " + process.getKey() + " of run " + process.getValue())
                .toList();
    }

    /** Every run has exactly one end, with the status that the kernel could report. */
    int ofRuns(List<String> names, List<Absence> absences) throws IOException, InterruptedException {
        Map<Long, JsonObject> history = new HashMap<>();
        for (String name : names) {
            String next = "";
            do {
                String after = next.isEmpty() ? "" : "&after=" + next;
                JsonObject page =
                        new JsonObject(reader.call("GET", "/api/v1/tasks/" + name + "/runs?limit=1000" + after, "")
                                .body());
                // A task that was never listed has none.
                for (Object each : page.getJsonArray("runs", new JsonArray())) {
                    JsonObject run = (JsonObject) each;
                    if (history.put(run.getLong("run"), run) != null) {
                        found.add("run " + run.getLong("run") + " is in the history twice");
                    }
                    if (RUNNING.equals(cause(run))) {
                        found.add("run " + run.getLong("run") + " of " + name + " is running for ever");
                    }
                }
                next = String.valueOf(page.getString("next", ""));
            } while (!next.isEmpty() && !next.equals("null"));
        }
        Map<Long, Evidence.Noted> ends = evidence.ends();
        for (Map.Entry<Long, Evidence.Begun> begun : evidence.starts().entrySet()) {
            JsonObject run = history.get(begun.getKey());
            if (run == null) {
                long nanos = begun.getValue().nanos();
                if (absences.stream().noneMatch(absence -> absence.beganUnrecorded(nanos))) {
                    found.add(
                            "run " + begun.getKey() + ", " + begun.getValue() + ", is not in the history; " + absences);
                }
            } else {
                status(run, ends.get(begun.getKey()), absences);
            }
        }
        return history.size();
    }

    private static @Nullable String cause(JsonObject run) {
        JsonObject end = run.getJsonObject("exit");
        return end == null ? RUNNING : end.getString("cause");
    }

    private void status(JsonObject run, Evidence.@Nullable Noted noted, List<Absence> absences) {
        JsonObject end = run.getJsonObject("exit");
        if (end == null || noted == null) {
            return;
        }
        Integer code = end.getInteger("code");
        boolean unwatched = absences.stream().anyMatch(absence -> absence.holds(noted.nanos()));
        if (code != null && code != noted.code()) {
            found.add("run " + run.getLong("run") + " ended with " + noted.code() + ", recorded is " + end.encode());
        } else if (code == null && end.getInteger("signal") == null && !unwatched) {
            found.add("run " + run.getLong("run") + " ended with " + noted + " while it was watched, recorded is "
                    + end.encode() + "; " + absences);
        }
    }

    /** No line of output is lost or repeated, and no two runs of a replica have written at the same time. */
    void ofOutput(Path logs) throws IOException {
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches("\\d+\\.log"))
                    .toList()) {
                String last = "";
                int expected = 0;
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    String[] words = line.split(" ", -1);
                    if (words.length != 2 || !words[0].matches("\\d+")) {
                        continue;
                    }
                    expected = words[0].equals(last) ? expected : 0;
                    if (!words[1].equals(Integer.toString(expected))) {
                        found.add(file + ": '" + line + "' where line " + expected + " of the run was due");
                    }
                    last = words[0];
                    expected++;
                }
            }
        }
    }
}

package io.meproc.campaign;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The acknowledged state of a task, and the last request without an answer. */
final class Wanted {
    /**
     * The desired state of a task.
     *
     * @param version of the definition, which is in its environment; 0 for a task that is not listed
     */
    record State(int version, int replicas, boolean held) {
        static final State NONE = new State(0, 0, false);
    }

    private static final int MOST_LINES = 8;

    private final List<String> journal = new ArrayList<>();
    private State acknowledged = State.NONE;
    private @Nullable State requested;

    /** Notes a request and its answer, for the message of a violation. */
    void noted(String line) {
        journal.add(line);
        if (journal.size() > MOST_LINES) {
            journal.remove(0);
        }
    }

    List<String> journal() {
        return journal;
    }

    State state() {
        return acknowledged;
    }

    /** A request is sent; it may have been carried out if it is never answered. */
    void requests(State next) {
        requested = next;
    }

    /** @param answered the state in the answer; null for the one that was requested */
    void acknowledged(@Nullable State answered) {
        if (answered != null) {
            acknowledged = answered;
        } else if (requested != null) {
            acknowledged = requested;
        }
        requested = null;
    }

    void refused() {
        requested = null;
    }

    /** The states that a task may have after the service was killed. */
    List<State> possible() {
        List<State> possible = new ArrayList<>(List.of(acknowledged));
        if (requested != null) {
            possible.add(requested);
        }
        return possible;
    }

    /** Replaces the acknowledged state by the one that the service shows. */
    void observed(State actual) {
        acknowledged = actual;
        requested = null;
    }

    /** The desired state that a task of the API shows; null for a task that is not listed. */
    static State of(@Nullable JsonObject task) {
        if (task == null) {
            return State.NONE;
        }
        JsonObject definition = task.getJsonObject("definition");
        String version = definition.getJsonArray("env").stream()
                .map(String::valueOf)
                .filter(name -> name.startsWith("VERSION_"))
                .findFirst()
                .orElse("VERSION_0");
        return new State(
                Integer.parseInt(version.substring("VERSION_".length())),
                definition.getInteger("replica"),
                task.getBoolean("held"));
    }
}

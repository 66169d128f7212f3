package io.meproc.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Follows the events until Ctrl-C; reconnects after a lost connection and resumes where it was. */
final class EventsVerb implements Verb {
    /** Three times the interval of the service's heartbeat. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    @Override
    public CommandSpec spec() {
        return Options.of("events", "Follows the events of all tasks, or of some, until Ctrl-C.")
                .flag("--json", "each event as a line of JSON: id, event and data")
                .parameters("[NAME...]", "NAME", "0..*", "only these tasks")
                .examples("meproc events", "meproc events web db", "meproc events --json | jq -r .event");
    }

    @Override
    public int run(Invocation call) throws Failure {
        StringBuilder path = new StringBuilder("/events");
        char separator = '?';
        for (String name : call.parameters()) {
            path.append(Route.to("").with("task", name).toString().replace('?', separator));
            separator = '&';
        }
        EventLines lines = new EventLines(call.screen());
        String id = "";
        boolean connected = false;
        Duration retry = Duration.ofSeconds(1);
        while (!call.screen().gone()) {
            Request request = Request.of("GET", path.toString()).within(SILENCE);
            try (Reply reply = call.service().open(id.isEmpty() ? request : request.with("Last-Event-ID", id))) {
                connected = true;
                EventStream stream = new EventStream(reply.body(), id);
                follow(stream, call, lines);
                id = stream.id();
                retry = stream.retry();
            } catch (Failure failure) {
                if (!connected || (failure.code() != Code.UNREACHABLE && failure.code() != Code.LATE)) {
                    throw failure;
                }
            }
            if (!call.screen().gone()) {
                EndRequest.pause(retry);
            }
        }
        return Code.DONE;
    }

    private static void follow(EventStream stream, Invocation call, EventLines lines) {
        try {
            Optional<EventStream.Event> event = stream.next();
            while (event.isPresent() && !call.screen().gone()) {
                if (call.has("--json")) {
                    call.screen().line(Json.write(json(event.get())));
                } else {
                    lines.show(event.get());
                }
                call.screen().out().flush();
                event = stream.next();
            }
            if (!call.screen().gone()) {
                call.screen().note("the service ended the stream; reconnecting");
            }
        } catch (IOException broken) {
            call.screen().note("the connection was lost (" + broken.getMessage() + "); reconnecting");
        }
    }

    private static ObjectNode json(EventStream.Event event) {
        ObjectNode line = Json.object().put("id", event.id()).put("event", event.name());
        line.set("data", event.body());
        return line;
    }
}

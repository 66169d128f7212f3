package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events of all kinds, each held to the description. */
@Timeout(60)
class OpenApiEventsTest extends WithService {
    private static final String TASK = "/api/v1/tasks/a";

    @Test
    void theLifeOfATaskIsDescribed() throws Exception {
        api.call("PUT", "/api/v1/tasks/before", "{\"cmd\":\"true\",\"type\":\"cron\"}");
        try (Stream<String> stream = follow("?task=a&task=before")) {
            Iterator<String> lines = stream.iterator();
            api.call("PUT", TASK, "{\"cmd\":\"exit 3\",\"type\":\"daemon\",\"replica\":2,\"interval\":50}");
            api.call("PATCH", TASK, "{\"replica\":3,\"args\":[\"/no/such/program\"],\"cmd\":null}");
            api.call("PATCH", TASK, "{\"args\":[\"sleep\",\"1000\"]}");
            api.call("POST", TASK + "/signal?signal=CONT");
            api.call("POST", TASK + "/stop");
            // A task that is removed within the moment in which it changed is not sent as a changed one.
            awaitEvents(Set.of("snapshot", "run", "task"), lines);
            api.call("DELETE", TASK);
            awaitEvents(Set.of("removed"), lines);
        }
    }

    @Test
    void aGapIsDescribed() throws Exception {
        try (Stream<String> stream = follow("?lastEventId=1")) {
            assertThat(awaitEvents(Set.of("snapshot"), stream.iterator())).containsExactly("gap", "snapshot");
        }
    }

    private Stream<String> follow(String query) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + service.port() + "/api/v1/events" + query);
        HttpResponse<Stream<String>> response =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
        return response.body();
    }

    /** The kinds of event until each of these was among them. */
    private static List<String> awaitEvents(Set<String> awaited, Iterator<String> lines) {
        List<String> events = new ArrayList<>();
        String event = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
                events.add(event);
            } else if (line.startsWith("data: ")) {
                OpenApi.DESCRIPTION.checkEvent(event, line.substring("data: ".length()));
                if (events.containsAll(awaited)) {
                    return events;
                }
            } else {
                assertThat(line).matches("|: .*|id: [0-9]+|retry: [0-9]+");
            }
        }
        throw new AssertionError("the stream ended after " + events + ", before all of " + awaited);
    }
}

package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.meproc.http.OpenApiFile.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests and answers to the description of the interface: an answer must have a status, headers and a body that
 * stand there, and what was accepted must be what stands there too.
 */
final class OpenApi {
    static final OpenApi DESCRIPTION = new OpenApi(OpenApiFile.read());

    /** The output of a task may be a text of 22 million characters. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final String API = "/api/";

    /** Headers that mean something to a client of this interface alone. */
    private static final List<String> TOLD = List.of("etag", "location", "allow", "link", "meproc-");

    private final OpenApiFile file;
    private final OpenApiRequest requests;

    private OpenApi(OpenApiFile file) {
        this.file = file;
        this.requests = new OpenApiRequest(file);
    }

    OpenApiFile file() {
        return file;
    }

    /**
     * Fails when the description does not know of such an exchange.
     *
     * @param target path and query, as they were sent
     * @param sent the body of the request; empty for none
     */
    void check(String method, String target, String sent, Reply reply) {
        String path = target.replaceFirst("[?].*", "");
        List<Operation> operations = file.at(path);
        String what = method + " " + target + " -> " + reply.status();
        if (operations.isEmpty()) {
            assertThat(!path.startsWith(API) || reply.status() >= 400).as(what).isTrue();
            return;
        }
        if (reply.status() == 405 || reply.status() == 204) {
            assertThat(allowed(reply)).as("Allow of %s", what).isEqualTo(methods(operations));
        }
        if (reply.status() == 204) {
            return;
        }
        Operation operation = operation(operations, method);
        assertThat(operation != null || reply.status() >= 400)
                .as("%s is described", what)
                .isTrue();
        Operation described = operation == null ? operations.get(0) : operation;
        JsonNode response = response(described, operation == null ? "default" : String.valueOf(reply.status()));
        assertThat(response.isMissingNode())
                .as("the status of %s is not described", what)
                .isFalse();
        headers(what, response.path("headers"), reply);
        if (!method.equals("HEAD")) {
            body(what, response.path("content"), reply);
            if (String.valueOf(reply.header("content-type")).startsWith("application/problem+json")) {
                new OpenApiProblems(file).check(what, response, reply);
            }
        }
        if (reply.status() < 300 && path.startsWith(API)) {
            requests.check(described, target, sent);
        }
    }

    /** Fails when the data of an event is not what it should be. */
    void checkEvent(String event, String data) {
        JsonNode stream = file.root().at("/paths/~1api~1v1~1events/get/responses/200/content/text~1event-stream");
        JsonNode described = stream.path("x-events").path(event);
        assertThat(described.isMissingNode())
                .as("event %s is not described", event)
                .isFalse();
        valid("event " + event, described.get("schema"), data);
    }

    private static @Nullable Operation operation(List<Operation> operations, String method) {
        String named = method.equals("HEAD") ? "GET" : method;
        return operations.stream()
                .filter(each -> each.method().equals(named))
                .findFirst()
                .orElse(null);
    }

    private static Set<String> allowed(Reply reply) {
        return new TreeSet<>(List.of(String.valueOf(reply.header("allow")).split(", ")));
    }

    /** What follows from the operations of a path. */
    private static Set<String> methods(List<Operation> operations) {
        Set<String> methods =
                new TreeSet<>(operations.stream().map(Operation::method).toList());
        boolean stream = operations.get(0).path().endsWith("/events");
        if (methods.contains("GET") && !stream) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    private JsonNode response(Operation operation, String status) {
        JsonNode responses = operation.node().get("responses");
        JsonNode response = responses.has(status) ? responses.get(status) : responses.path("default");
        boolean other = !responses.has(status) && !status.equals("default") && Integer.parseInt(status) < 400;
        return other ? MissingNode.getInstance() : file.resolve(response);
    }

    private void headers(String what, JsonNode described, Reply reply) {
        Set<String> names = new TreeSet<>();
        for (Map.Entry<String, JsonNode> each : described.properties()) {
            String name = each.getKey().toLowerCase(Locale.ROOT);
            names.add(name);
            JsonNode header = file.resolve(each.getValue());
            String value = reply.header(name);
            if (value != null) {
                JsonNode schema = header.get("schema");
                assertThat(file.faults(schema, requests.value(schema, value)))
                        .as("%s of %s: %s", name, what, value)
                        .isEmpty();
            } else {
                assertThat(header.path("required").asBoolean())
                        .as("%s has no %s", what, name)
                        .isFalse();
            }
        }
        assertThat(names)
                .as("headers of %s", what)
                .containsAll(reply.headers().keySet().stream()
                        .filter(name -> TOLD.stream().anyMatch(name::startsWith))
                        .toList());
    }

    private void body(String what, JsonNode contents, Reply reply) {
        if (contents.isMissingNode()) {
            assertThat(reply.body()).as("body of %s", what).isEmpty();
            return;
        }
        String type = String.valueOf(reply.header("content-type")).replaceFirst(";.*", "");
        JsonNode content = contents.path(type);
        assertThat(content.isMissingNode())
                .as("content type %s of %s is not described", type, what)
                .isFalse();
        if (type.endsWith("json")) {
            valid(what, content.get("schema"), reply.body());
        }
    }

    private void valid(String what, JsonNode schema, String json) {
        try {
            assertThat(file.faults(schema, JSON.readTree(json.getBytes(UTF_8))))
                    .as("%s: %s", what, json)
                    .isEmpty();
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(what + " is no JSON: " + json, malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

package io.meproc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads all pages of the service's list of tasks. */
final class TaskList {
    private static final String PAGE = "1000";

    private final Service service;
    private final String query;

    TaskList(Service service) {
        this(service, Route.to("/tasks"));
    }

    /** {@code route} has the filters. */
    TaskList(Service service, Route route) {
        this.service = service;
        query = route.with("limit", PAGE).toString();
    }

    /** An action on each page. */
    interface Page {
        void accept(JsonNode page) throws Failure;
    }

    void eachPage(Page action) throws Failure {
        JsonNode next = Json.NODES.nullNode();
        do {
            JsonNode page = service.get(
                    next.isTextual()
                            ? Route.to(query).with("after", next.asText()).toString()
                            : query);
            action.accept(page);
            next = page.path("next");
        } while (next.isTextual());
    }

    /**
     * Writes all pages as one answer without a next page, while they are received, so that their number does not
     * matter.
     */
    void writeJson(Screen screen) throws Failure {
        ObjectNode rest = Json.object();
        try (JsonGenerator json = Json.generator(screen.out())) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            eachPage(page -> {
                if (rest.isEmpty()) {
                    begin(json);
                }
                for (Map.Entry<String, JsonNode> member : page.properties()) {
                    rest.set(member.getKey(), member.getValue());
                }
                rest.remove("tasks");
                write(page.path("tasks"), json);
            });
            json.writeEndArray();
            for (Map.Entry<String, JsonNode> member : rest.properties()) {
                json.writeFieldName(member.getKey());
                Json.write(member.getValue(), json);
            }
            json.writeEndObject();
        } catch (IOException gone) {
            return;
        }
        screen.line("");
    }

    private static void begin(JsonGenerator json) throws Failure {
        try {
            json.writeStartObject();
            json.writeArrayFieldStart("tasks");
        } catch (IOException gone) {
            throw unwritten(gone);
        }
    }

    private static void write(JsonNode tasks, JsonGenerator json) throws Failure {
        try {
            for (JsonNode task : tasks) {
                Json.write(task, json);
            }
        } catch (IOException gone) {
            throw unwritten(gone);
        }
    }

    private static Failure unwritten(IOException gone) {
        return new Failure(Code.FAILED, "standard output can't be written: " + gone.getMessage());
    }

    List<String> names() throws Failure {
        List<String> names = new ArrayList<>();
        eachPage(page ->
                page.path("tasks").forEach(task -> names.add(task.path("name").asText())));
        return names;
    }
}

package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meproc.http.OpenApiFile.Operation;
import java.net.URLDecoder;
import java.util.Iterator;

/** Holds requests that the service has accepted to the description. */
record OpenApiRequest(OpenApiFile file) {
    private static final JsonMapper JSON = new JsonMapper();

    void check(Operation operation, String target, String body) {
        int mark = target.indexOf('?');
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameter(operation, decoded(parts[0]), parts.length < 2 ? "" : parts[1]);
            }
        }
        if (!body.isEmpty()) {
            body(operation, body);
        }
    }

    private void parameter(Operation operation, String name, String raw) {
        JsonNode parameter = file.parameters(operation, "query").stream()
                .filter(each -> each.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(operation + " took the parameter " + name + ", which is not described"));
        JsonNode schema = file.resolve(parameter.get("schema"));
        boolean list = schema.path("type").asText().equals("array");
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (String each :
                list && !parameter.path("explode").asBoolean(true) ? raw.split(",", -1) : new String[] {raw}) {
            values.add(value(list ? schema.get("items") : schema, decoded(each)));
        }
        assertThat(file.faults(schema, list ? values : values.get(0)))
                .as("%s took %s=%s", operation, name, raw)
                .isEmpty();
    }

    /** A text that was sent outside of JSON, as what its schema says that it is. */
    JsonNode value(JsonNode schema, String text) {
        boolean other = file.resolve(schema).path("type").asText().matches("integer|boolean");
        return other && text.matches("-?[0-9]+|true|false")
                ? JSON.valueToTree(text.matches("true|false") ? Boolean.valueOf(text) : Long.valueOf(text))
                : JsonNodeFactory.instance.textNode(text);
    }

    private void body(Operation operation, String body) {
        JsonNode described = operation.node().path("requestBody");
        assertThat(described.isMissingNode())
                .as("%s took a body, which is not described", operation)
                .isFalse();
        JsonNode schema =
                file.resolve(described).get("content").elements().next().get("schema");
        try {
            JsonNode sent = JSON.readTree(body);
            assertThat(file.faults(schema, operation.method().equals("PATCH") ? sent : withoutNulls(sent)))
                    .as("%s took %s", operation, body)
                    .isEmpty();
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(operation + " took what is no JSON: " + body, malformed);
        }
    }

    /** Null counts as absent. */
    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Iterator<JsonNode> members = object.elements(); members.hasNext(); ) {
                if (members.next().isNull()) {
                    members.remove();
                }
            }
        }
        node.forEach(OpenApiRequest::withoutNulls);
        return node;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}

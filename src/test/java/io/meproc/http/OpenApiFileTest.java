package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.http.OpenApiFile.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description of the interface by itself. */
class OpenApiFileTest {
    private static final OpenApiFile FILE = OpenApi.DESCRIPTION.file();

    static List<Operation> operations() {
        return FILE.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyExampleIsWhatItsSchemaSays(Operation operation) {
        List<JsonNode> contents = new ArrayList<>();
        contents.add(FILE.resolve(operation.node().path("requestBody")).path("content"));
        operation
                .node()
                .get("responses")
                .forEach(each -> contents.add(FILE.resolve(each).path("content")));
        for (JsonNode content : contents) {
            for (JsonNode media : content) {
                for (JsonNode example : media.path("examples")) {
                    JsonNode value = FILE.resolve(example).get("value");
                    assertThat(FILE.faults(media.get("schema"), value))
                            .as(value.toString())
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsSentAndAnsweredAsJsonHasAnExample(Operation operation) {
        List<JsonNode> contents = new ArrayList<>();
        contents.add(FILE.resolve(operation.node().path("requestBody")).path("content"));
        operation
                .node()
                .get("responses")
                .forEach(each -> contents.add(FILE.resolve(each).path("content")));
        for (JsonNode content : contents) {
            for (Map.Entry<String, JsonNode> media : content.properties()) {
                boolean json =
                        media.getKey().endsWith("json") && !operation.path().equals("/openapi.json");
                assertThat(json && media.getValue().path("examples").isEmpty())
                        .as(content.toString())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aPathNamesItsParameters(Operation operation) {
        assertThat(FILE.parameters(operation, "path"))
                .allSatisfy(parameter -> assertThat(operation.path())
                        .contains("{" + parameter.get("name").asText() + "}"))
                .hasSize((int) operation.path().chars().filter(c -> c == '{').count());
    }

    @Test
    void theExamplesOfTypesAreOfTheirType() {
        for (Map.Entry<String, JsonNode> schema :
                FILE.root().at("/components/schemas").properties()) {
            for (JsonNode example : schema.getValue().path("examples")) {
                assertThat(FILE.faults(schema.getValue(), example))
                        .as(schema.getKey())
                        .isEmpty();
            }
        }
    }

    @Test
    void theNamesOfConstantsAreThoseOfTheValuesInTheirOrder() {
        for (JsonNode named : FILE.root().findParents("x-enum-varnames")) {
            List<String> names = texts(named.get("x-enum-varnames"));
            List<String> values = texts(named.path("enum"));
            assertThat(names).as(values.toString()).hasSameSizeAs(values);
            for (int i = 0; i < names.size(); i++) {
                String word =
                        values.get(i).toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
                assertThat(names.get(i)).endsWith("_" + word);
            }
        }
    }

    @Test
    void noTwoNamedTypesShareTheNameOfAConstant() {
        Map<String, String> owners = new HashMap<>();
        for (Map.Entry<String, JsonNode> schema :
                FILE.root().at("/components/schemas").properties()) {
            JsonNode type = schema.getValue();
            for (String name : texts(type.has("x-enum-varnames") ? type.get("x-enum-varnames") : type.path("enum"))) {
                assertThat(owners.put(name.toUpperCase(Locale.ROOT), schema.getKey()))
                        .as(name + " of " + schema.getKey())
                        .isNull();
            }
        }
    }

    /** Or the default stands without quotes in a Java client, see the table of generators in docs/api.md. */
    @Test
    void aTextThatIsADefaultStandsBesideItsType() {
        for (JsonNode schema : FILE.root().findParents("default")) {
            JsonNode reference = schema.has("$ref") ? schema : schema.at("/allOf/0");
            boolean constant = reference.has("$ref") && FILE.resolve(reference).has("enum");
            assertThat(!schema.get("default").isTextual() || schema.has("type") || constant)
                    .as(schema.toString())
                    .isTrue();
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        FILE.root().findParents("$ref").forEach(FILE::resolve);
    }
}

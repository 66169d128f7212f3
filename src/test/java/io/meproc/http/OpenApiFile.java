package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of the interface, as it is in the jar, with its references followed. */
final class OpenApiFile {
    private static final String SCHEMAS = "#/components/schemas/";

    /** An address for the schemas, so that a part of the file can refer to them wherever it stands. */
    private static final String ADDRESS = "https://meproc.invalid/schemas";

    private static final String DEFINITIONS = ADDRESS + "#/$defs/";

    private static final String UNEVALUATED = "unevaluatedProperties";
    private static final List<String> STRICT = List.of("oneOf", "if", "then");
    private static final String REFERENCE = "$ref";
    private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

    /**
     * What can be called.
     *
     * @param path with names in braces for its variable parts
     */
    record Operation(String method, String path, JsonNode item, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final JsonNode root;
    private final SchemaRegistry schemas;
    private final Map<JsonNode, Schema> compiled = Collections.synchronizedMap(new IdentityHashMap<>());
    private final List<Operation> operations = new ArrayList<>();

    private OpenApiFile(JsonNode root) {
        this.root = root;
        absolute(root);
        strict(root);
        JsonNode named = new ObjectMapper().createObjectNode().set("$defs", root.at("/components/schemas"));
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(Map.of(ADDRESS, named.toString())));
        for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
            for (String method : METHODS) {
                JsonNode node = path.getValue().get(method);
                if (node != null) {
                    operations.add(
                            new Operation(method.toUpperCase(Locale.ROOT), path.getKey(), path.getValue(), node));
                }
            }
        }
    }

    static OpenApiFile read() {
        try (InputStream in = OpenApiFile.class.getResourceAsStream("/webroot/openapi.yaml")) {
            return new OpenApiFile(parsed(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** By another reader than the one of the service, which takes more words for something else than text. */
    static JsonNode parsed(String yaml) throws JsonProcessingException {
        return new YAMLMapper().readTree(yaml);
    }

    private static void absolute(JsonNode node) {
        if (node instanceof ObjectNode object && object.path(REFERENCE).asText().startsWith(SCHEMAS)) {
            object.put(REFERENCE, object.get(REFERENCE).asText().replace(SCHEMAS, DEFINITIONS));
        }
        node.forEach(OpenApiFile::absolute);
    }

    /** What an answer has to be beyond what code generators understand stands beside it, under names of our own. */
    private static void strict(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String keyword : STRICT) {
                JsonNode value = object.remove("x-" + keyword);
                if (value != null) {
                    object.set(keyword, value);
                }
            }
        }
        node.forEach(OpenApiFile::strict);
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        return operations;
    }

    /** Those at the path of a request; the one that has the fewest variable parts, when there are several. */
    List<Operation> at(String path) {
        Optional<String> best = operations.stream()
                .map(Operation::path)
                .filter(template -> fits(template, path))
                .min(Comparator.comparing(
                        template -> template.chars().filter(c -> c == '{').count()));
        return operations.stream()
                .filter(operation -> best.filter(operation.path()::equals).isPresent())
                .toList();
    }

    private static boolean fits(String template, String path) {
        String pattern = Pattern.compile("\\{\\w+}|[^{]+")
                .matcher(template)
                .replaceAll(part ->
                        part.group().startsWith("{") ? "[^/]+" : Matcher.quoteReplacement(Pattern.quote(part.group())));
        return path.matches(pattern);
    }

    /** The node, or what it refers to. */
    JsonNode resolve(JsonNode node) {
        String reference = node.path(REFERENCE).asText();
        if (reference.isEmpty()) {
            return node;
        }
        JsonNode target = root.at(reference.replace(DEFINITIONS, SCHEMAS).substring(1));
        if (target.isMissingNode()) {
            throw new AssertionError("nothing is at " + reference);
        }
        return resolve(target);
    }

    /** What is wrong with a value by a schema that stands somewhere in the file; empty for nothing. */
    List<String> faults(JsonNode schema, JsonNode value) {
        List<com.networknt.schema.Error> faults = compiled.computeIfAbsent(schema, schemas::getSchema)
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        // Where something else is wrong in an object, all its members count as unevaluated too.
        boolean more = faults.stream().anyMatch(fault -> !UNEVALUATED.equals(fault.getKeyword()));
        return faults.stream()
                .filter(fault -> !more || !UNEVALUATED.equals(fault.getKeyword()))
                .map(fault -> fault.getInstanceLocation() + ": " + fault.getMessage())
                .toList();
    }

    /** The parameters of a kind: {@code query}, {@code path} or {@code header}. */
    List<JsonNode> parameters(Operation operation, String kind) {
        List<JsonNode> parameters = new ArrayList<>();
        for (JsonNode place : List.of(operation.item(), operation.node())) {
            for (JsonNode each : place.path("parameters")) {
                JsonNode parameter = resolve(each);
                if (parameter.get("in").asText().equals(kind)) {
                    parameters.add(parameter);
                }
            }
        }
        return parameters;
    }
}

package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the description says that there is, and what there is. */
class OpenApiRoutesTest extends WithOneService {
    private static final OpenApiFile FILE = OpenApi.DESCRIPTION.file();

    private static final int BAD_REQUEST = 400;

    static List<OpenApiFile.Operation> operations() {
        return FILE.operations();
    }

    /** The tasks that it asks about are not listed: a path that leads nowhere is another problem. */
    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsServed(OpenApiFile.Operation operation) throws Exception {
        String target = operation
                .path()
                .replace("{name}", "nobody")
                .replace("{index}", "0")
                .replace("{run}", "7")
                .replace("{pid}", "1")
                .replace("{target}", "ops");
        Reply options = new Api(service.port()).call("OPTIONS", target);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).contains(operation.method());
        if (!operation.path().endsWith("/events")) {
            Reply reply = new Api(service.port()).call(operation.method(), target);
            assertThat(reply.status()).isNotEqualTo(405);
            assertThat(reply.status() == 404 && reply.body().contains("not-found"))
                    .isFalse();
        }
    }

    /** The page is no part of the interface. */
    @Test
    void theTableOfRoutesIsWhatIsDescribed() {
        Set<String> served = new TreeSet<>();
        for (Operation operation : Operation.values()) {
            if (operation != Operation.GET_PAGE) {
                operation.paths().forEach(path -> served.add(operation.method() + " " + path + " " + id(operation)));
            }
        }
        assertThat(FILE.operations().stream()
                        .map(each -> each + " " + each.node().get("operationId").asText()))
                .containsExactlyInAnyOrderElementsOf(served);
    }

    private static String id(Operation operation) {
        String words = operation.name().toLowerCase(Locale.ROOT);
        return Pattern.compile("_(.)")
                .matcher(words)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    /** What is behind the colon is the name of an operation; a path that has none leads nowhere. */
    @ParameterizedTest
    @CsvSource({"tasks:stop, 400", "tasks%3Astop, 400", "tasks:stop/, 400", "tasks:frobnicate, 404", "tasksXstop, 404"})
    void anActionForManyTasksIsFoundByItsName(String path, int status) throws Exception {
        assertThat(new Api(service.port())
                        .call("POST", Operation.ROOT + "/" + path, "{}")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void everyKindOfProblemIsDescribedWithItsStatus() {
        Map<String, Integer> described = new TreeMap<>();
        JsonNode problem = FILE.root().at("/components/schemas/Problem");
        problem.at("/properties/type/enum")
                .forEach(type -> described.put(type.asText().replace("/docs#problem-", ""), 0));
        problem.get("x-problems")
                .properties()
                .forEach(kind -> described.merge(
                        kind.getKey(), kind.getValue().get("status").asInt(), (none, status) -> status));
        Map<String, Integer> kinds = new TreeMap<>();
        for (Problem.Kind kind : Problem.Kind.values()) {
            kinds.put(kind.word(), kind.status());
        }
        assertThat(described).isEqualTo(kinds);
    }

    /** No task has the revision that is demanded, so that nothing is done with what is understood. */
    @ParameterizedTest
    @MethodSource("bodies")
    void everyExampleOfABodyIsUnderstood(String method, String target, JsonNode body) throws Exception {
        Map<String, String> never = target.contains("/tasks/") ? Map.of("If-Match", "\"1\"") : Map.of();
        Reply reply = new Api(service.port()).call(method, target, body.toString(), never);
        assertThat(reply.status()).as(reply.body()).isNotEqualTo(BAD_REQUEST);
    }

    static List<Object[]> bodies() {
        List<Object[]> bodies = new ArrayList<>();
        for (OpenApiFile.Operation operation : FILE.operations()) {
            String target = operation
                    .path()
                    .replace("{name}", "nobody")
                    .replace("{index}", "0")
                    .replace("{run}", "7")
                    .replace("{pid}", "1")
                    .replace("{target}", "ops");
            JsonNode content =
                    FILE.resolve(operation.node().path("requestBody")).path("content");
            if (target.startsWith(Operation.ROOT)) {
                content.forEach(media -> media.path("examples")
                        .forEach(example -> bodies.add(new Object[] {
                            operation.method(), target, FILE.resolve(example).get("value")
                        })));
            }
        }
        return bodies;
    }
}

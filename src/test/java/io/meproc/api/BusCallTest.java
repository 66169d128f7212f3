package io.meproc.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meproc.json.InvalidInput;
import io.meproc.json.Json;
import io.meproc.task.exit.Requester;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A message of the event bus is read within the bounds of a request of HTTP. */
class BusCallTest {
    private static JsonObject put(JsonObject body) {
        return new JsonObject().put("verb", "put").put("task", "a").put("body", body);
    }

    private static Problem refusal(JsonObject message) {
        Refused refused = catchThrowableOfType(Refused.class, () -> BusCall.of(message));
        assertThat(refused).isNotNull();
        return refused.problem();
    }

    private static InvalidInput fault(JsonObject message) {
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> BusCall.of(message));
        assertThat(invalid).isNotNull();
        return invalid;
    }

    @Test
    void aBodyMayHaveAsManyBytesAsOneOfHttpAndNoneMore() throws Exception {
        JsonObject body = new JsonObject().put("cmd", "");
        String command = "x".repeat(Json.LONGEST - body.toBuffer().length());
        Call call = BusCall.of(put(body.put("cmd", command)));
        assertThat(call.body().length()).isEqualTo(Json.LONGEST);
        assertThat(call.task()).isEqualTo("a");

        Problem tooLarge = refusal(put(body.put("cmd", command + "x")));
        assertThat(tooLarge.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
        assertThat(tooLarge.detail()).isEqualTo("body may have 1048576 bytes as JSON");
        // Shorter by its letters than in JSON.
        assertThat(refusal(put(body.put("cmd", "\u0001".repeat(Json.LONGEST / 2))))
                        .kind())
                .isEqualTo(Problem.Kind.TOO_LARGE);
    }

    @Test
    void aBodyOfManySmallPartsIsRefusedBeforeItIsWrittenOut() {
        List<String> shared = List.of("x".repeat(1_000));
        JsonArray large = new JsonArray(IntStream.range(0, 100_000)
                .<Object>mapToObj(i -> new JsonArray(shared))
                .collect(Collectors.toList()));
        assertThat(refusal(put(new JsonObject().put("args", large))).kind()).isEqualTo(Problem.Kind.TOO_LARGE);
        Map<String, Object> names =
                IntStream.range(0, 100_000).boxed().collect(Collectors.toMap(i -> "name-of-a-variable-" + i, i -> ""));
        assertThat(refusal(put(new JsonObject().put("env", new JsonObject(names))))
                        .kind())
                .isEqualTo(Problem.Kind.TOO_LARGE);
    }

    @Test
    void whatIsBesideTheBodyIsBoundedToo() throws Exception {
        JsonObject long64k = new JsonObject().put("verb", "get").put("task", "x".repeat(BusCall.FRAME_BYTES));
        assertThat(refusal(long64k).detail()).isEqualTo("the message without its body may have 65536 bytes as JSON");
        JsonObject parameters = new JsonObject();
        for (int i = 0; i < 65; i++) {
            parameters.put("p" + i, "");
        }
        JsonObject list = new JsonObject().put("verb", "list");
        assertThat(fault(list.copy().put("parameters", parameters)))
                .hasMessage("parameters: has 65 members; at most 64 are allowed");
        assertThat(fault(list.copy().put("parameters", new JsonObject().put("q", new JsonArray().add("a")))))
                .hasMessage("parameters.q: expected a string, a number, true or false");
        assertThat(BusCall.of(list.copy()
                                .put(
                                        "parameters",
                                        new JsonObject().put("limit", 3).put("q", "a")))
                        .parameters())
                .containsEntry("limit", "3")
                .containsEntry("q", "a");
    }

    @Test
    void whatIsNestedTooDeepIsRefusedHoweverSmall() {
        JsonObject deep = new JsonObject();
        for (int i = 0; i < 10_000; i++) {
            deep = new JsonObject().put("a", deep);
        }
        assertThat(fault(put(deep)).words()).contains("nested more than 16 deep");
        assertThat(fault(new JsonObject().put("verb", "get").put("parameters", deep))
                        .words())
                .contains("nested more than 16 deep");
    }

    @Test
    void aMessageMayNameWhoRequestsIt() throws Exception {
        JsonObject stop = new JsonObject().put("verb", "stop").put("task", "web");
        assertThat(BusCall.of(stop).by()).isEqualTo(new Requester("", "bus"));
        assertThat(BusCall.of(stop.copy().put("who", "billing")).by()).isEqualTo(new Requester("billing", "bus"));
        assertThat(fault(stop.copy().put("who", "a\nb")))
                .hasMessageStartingWith("who: expected 1 to 128 printable ASCII characters");
        assertThat(fault(stop.copy().put("who", "x".repeat(129)))).hasMessageStartingWith("who: expected");
    }

    @Test
    void aBodyThatIsNoObjectIsNamed() {
        assertThat(fault(new JsonObject().put("verb", "put").put("body", "text")))
                .hasMessageContaining("body: expected an object, got the string");
    }
}

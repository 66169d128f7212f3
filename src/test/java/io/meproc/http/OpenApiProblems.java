package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Holds problems to the table of their kinds, which is beside the schema since code generators take no unions of constants. */
record OpenApiProblems(OpenApiFile file) {

    /** @param response the described one, which may say what kinds it can be */
    void check(String what, JsonNode response, Reply reply) {
        JsonObject problem = reply.json();
        String word = problem.getString("type").replaceFirst(".*#problem-", "");
        JsonNode kind = file.root().at("/components/schemas/Problem/x-problems/" + word);
        assertThat(kind.path("status").asInt())
                .as("%s: status of %s", what, word)
                .isEqualTo(problem.getInteger("status"))
                .isEqualTo(reply.status());
        assertThat(kind.path("title").asText())
                .as("%s: title of %s", what, word)
                .isEqualTo(problem.getString("title"));
        if (response.has("x-problems")) {
            List<String> words = new ArrayList<>();
            response.get("x-problems").forEach(each -> words.add(each.asText()));
            assertThat(words).as(what).contains(word);
        }
    }
}

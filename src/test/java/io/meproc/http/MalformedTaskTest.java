package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request is said in the original's words, and then in better ones. */
class MalformedTaskTest extends WithOneService {
    @AfterAll
    static void everyRowHasLeftTheTableEmpty() throws IOException {
        Reply listing = Wire.ask(service.port(), "GET /proc HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(listing.json().getJsonObject("data").getJsonObject("tasks")).isEqualTo(new JsonObject());
        assertThat(logs).isEmptyDirectory();
    }

    static Stream<Malformed> all() {
        return Stream.of(MalformedRequests.all(), MalformedFields.all(), MalformedEnds.all())
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("all")
    void isRefusedWithTheFieldAtFault(Malformed row) throws IOException {
        Reply reply = Wire.ask(service.port(), row.bytes().getBytes());
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().getInteger("code")).isEqualTo(reply.status()).isEqualTo(row.status());
        assertThat(reply.message()).isEqualTo(row.message());
        assertThat(reply.detail())
                .contains(row.detail())
                .doesNotContain("Exception", "jackson", "REDACTED", "java.", "Feature")
                .matches(detail -> detail.chars().noneMatch(Character::isISOControl), "has no control characters");
    }

    @Test
    void theTableOfMalformedRequestsIsLong() {
        assertThat(all()).hasSizeGreaterThanOrEqualTo(400).doesNotHaveDuplicates();
    }
}

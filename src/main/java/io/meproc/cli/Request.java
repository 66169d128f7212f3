package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request to the service.
 *
 * @param path the path below {@code /api/v1}, encoded
 * @param headers lines {@code Name: value}
 * @param silenceLimit how long the service may be silent
 */
record Request(String method, String path, List<String> headers, Optional<byte[]> body, Duration silenceLimit) {
    /** Longer than the 120 s after which the service answers a request that is still in progress. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(150);

    static Request of(String method, String path) {
        return new Request(method, path, List.of(), Optional.empty(), SILENCE_LIMIT);
    }

    Request with(String header, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(header + ": " + value);
        return new Request(method, path, more, body, silenceLimit);
    }

    Request with(JsonNode json) {
        byte[] bytes = Json.write(json).getBytes(StandardCharsets.UTF_8);
        return new Request(method, path, headers, Optional.of(bytes), silenceLimit)
                .with("Content-Type", "application/json");
    }

    Request within(Duration silence) {
        return new Request(method, path, headers, body, silence);
    }
}

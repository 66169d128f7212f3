package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An answer of {@code /proc/output} that was read piece by piece, since it has no place in a small heap beside the service.
 *
 * @param file what replica 0 had written, decoded
 * @param others what the other replicas had written, as it was sent
 * @param skipped the bytes that were left out
 */
record LargeOutput(Path file, String others, long skipped) {

    static LargeOutput of(int port, String task) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/proc/output?name=" + task);
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        Path file = Files.createTempFile("output", "");
        file.toFile().deleteOnExit();
        try (JsonParser json = new JsonFactory().createParser(answer.body())) {
            return read(json, task, file);
        }
    }

    private static LargeOutput read(JsonParser json, String task, Path file) throws IOException {
        StringBuilder others = new StringBuilder();
        long skipped = 0;
        while (json.nextToken() != null) {
            String alias = json.currentName();
            if (json.currentToken() == JsonToken.VALUE_STRING && (task + ":0").equals(alias)) {
                try (var out = Files.newOutputStream(file)) {
                    json.readBinaryValue(out);
                }
            } else if (json.currentToken() == JsonToken.VALUE_STRING && alias.startsWith(task + ":")) {
                others.append(alias).append('=').append(json.getText());
            } else if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && alias.startsWith(task + ":")) {
                skipped += json.getLongValue();
            }
        }
        return new LargeOutput(file, others.toString(), skipped);
    }

    long bytes() throws IOException {
        return Files.size(file);
    }

    /** Whether the decoded bytes are the last ones of a log. */
    boolean isEndOf(Path log) throws IOException {
        Path end = Files.createTempFile("end", "");
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(Files.size(log) - bytes());
            Files.copy(in, end, StandardCopyOption.REPLACE_EXISTING);
            return Files.mismatch(end, file) < 0;
        } finally {
            Files.delete(end);
        }
    }
}

package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A JSON value that is rendered when it is sent. */
@FunctionalInterface
public interface Content {
    /** Writes the value as the next one of {@code json}. */
    void write(JsonGenerator json) throws IOException;

    /** Renders the value as UTF-8. */
    default byte[] bytes() {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator json = Json.generator(bytes)) {
            write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}

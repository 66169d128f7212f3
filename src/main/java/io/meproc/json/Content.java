package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One JSON value that can be written. */
@FunctionalInterface
public interface Content {
    /** Writes it. */
    void write(JsonGenerator json) throws IOException;

    /** It in UTF-8. */
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

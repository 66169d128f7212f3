package io.meproc.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** A strict parser of JSON (RFC 8259): UTF-8, one value, no duplicate keys, bounded depth. */
public final class Json {
    /** The largest body in bytes. */
    public static final int LONGEST = 1 << 20;

    /** The deepest nesting of objects and lists. */
    public static final int DEEPEST = 16;

    static final int LONGEST_NUMBER = 1_000;
    static final int LONGEST_NAME = 50_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .maxStringLength(LONGEST)
                    .build())
            .build();
    private static final ObjectReader READER =
            JsonMapper.builder(FACTORY).build().reader();

    private Json() {}

    /** Loads the hundred or so classes of the parser, so that the first request does not wait for them. */
    public static boolean loaded() {
        try {
            return read("{}".getBytes(UTF_8)).isObject();
        } catch (InvalidInput impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Parses one value; the exception names the error and its place. */
    public static JsonNode read(byte[] bytes) throws InvalidInput {
        try (JsonParser parser = FACTORY.createParser(text(bytes))) {
            JsonNode value = READER.readTree(parser);
            if (parser.nextToken() != null) {
                throw InvalidInput.body(place(parser.currentTokenLocation()) + "unexpected content after the end");
            }
            return value == null ? MissingNode.getInstance() : value;
        } catch (CharacterCodingException notUtf8) {
            throw InvalidInput.body("not valid UTF-8");
        } catch (JsonProcessingException malformed) {
            throw InvalidInput.body(place(malformed.getLocation()) + JsonFault.words(malformed));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    /** The object that was written into a buffer. */
    static ObjectNode tree(TokenBuffer buffer) throws IOException {
        return (ObjectNode) READER.readTree(buffer.asParser());
    }

    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }
}

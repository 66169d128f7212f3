package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The OpenAPI description as JSON for browsers, which can't parse YAML. It is converted from the YAML file at the
 * first request, so that the two can't differ and the start is not delayed.
 */
final class Description {
    private final Vertx vertx;
    private final Buffer yaml;
    private @Nullable Future<Buffer> json;

    /** For use on one event loop. */
    Description(Vertx vertx, Buffer yaml) {
        this.vertx = vertx;
        this.yaml = yaml;
    }

    Future<Buffer> json() {
        if (json == null) {
            json = vertx.executeBlocking(() -> json(yaml), false);
        }
        return json;
    }

    private static Buffer json(Buffer yaml) throws JsonProcessingException {
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml.toString(UTF_8));
        return Buffer.buffer(JsonMapper.builder().build().writeValueAsBytes(read));
    }
}

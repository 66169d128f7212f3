package io.meproc.http;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it came.
 *
 * @param headers by their names in lower case
 */
public record Reply(int status, Map<String, String> headers, String body) {

    public JsonObject json() {
        return new JsonObject(body);
    }

    String message() {
        return json().getString("msg");
    }

    String detail() {
        return json().getString("detail", "");
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }
}

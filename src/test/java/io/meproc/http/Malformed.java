package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.json.Shown;
import io.vertx.core.buffer.Buffer;

/**
 * A request with something wrong, the status and message that answer it, and a part of the detail. In bodies,
 * apostrophes stand for quotation marks.
 */
record Malformed(String title, Buffer bytes, int status, String message, String detail) {
    static final String FIELD = "Invalid JSON field";
    static final String GOOD = "'name':'a','cmd':'true','type':'once'";
    private static final String NOT_JSON = "JSON body is required";

    /** A good task but for one more member. */
    static Malformed with(String member, String message, String detail) {
        return row("{" + GOOD + "," + member + "}", message, detail);
    }

    static Malformed with(String member, String detail) {
        return with(member, FIELD, detail);
    }

    static Malformed field(String body, String detail) {
        return row(body, FIELD, detail);
    }

    static Malformed notJson(String body, String detail) {
        return row(body, NOT_JSON, detail);
    }

    static Malformed notJson(String title, byte[] body, String detail) {
        return new Malformed(title, put(body), 400, NOT_JSON, detail);
    }

    static Malformed row(String body, String message, String detail) {
        String json = body.replace('\'', '"');
        return new Malformed(Shown.of(json), put(json.getBytes(UTF_8)), 400, message, detail);
    }

    private static Buffer put(byte[] body) {
        return Buffer.buffer(Wire.request("PUT", "/proc", "Host: localhost\r\n", body));
    }

    @Override
    public String toString() {
        return "\"" + title + "\"";
    }
}

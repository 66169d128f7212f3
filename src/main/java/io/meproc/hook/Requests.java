package io.meproc.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The HTTP request that sends a notification to each kind of target. */
final class Requests {
    /** ntfy turns a longer message into an attachment (docs.ntfy.sh, "Limitations"). */
    private static final int NTFY_BYTES = 3_900;

    /** A Telegram message has at most 4,096 characters (core.telegram.org/bots/api, "sendMessage"). */
    private static final int TELEGRAM_BYTES = 4_000;

    private static final int SLACK_BYTES = 10_000;

    /** The priorities of ntfy: high and default. */
    private static final int HIGH = 4;

    private static final int NORMAL = 3;

    /**
     * A request.
     *
     * @param headers without the content type, which is always JSON
     */
    record Prepared(Url url, Map<String, String> headers, Buffer body) {}

    private Requests() {}

    /**
     * The request for a message.
     *
     * @param secrets those of the target's file; empty without one
     * @param now the time of the attempt
     */
    static Prepared of(Target.Http target, Url url, List<String> secrets, Message message, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>(target.headers());
        return switch (target.kind()) {
            case WEBHOOK -> {
                byte[] body = new WebhookBody(message).bytes();
                headers.put("webhook-id", message.id());
                headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
                if (!secrets.isEmpty()) {
                    headers.put("webhook-signature", Signature.of(secrets, message.id(), now.getEpochSecond(), body));
                }
                yield new Prepared(url, headers, Buffer.buffer(body));
            }
            case SLACK -> new Prepared(url, headers, object(json -> json.writeStringField("text", slack(message))));
            case TELEGRAM ->
                new Prepared(
                        url.at((url.path().equals("/") ? "" : url.path()) + "/bot" + secrets.get(0) + "/sendMessage"),
                        headers,
                        object(json -> {
                            json.writeStringField("chat_id", target.chat());
                            json.writeStringField(
                                    "text",
                                    message.title() + "\n"
                                            + Texts.whole(message, TELEGRAM_BYTES - titleBytes(message)));
                            json.writeObjectFieldStart("link_preview_options");
                            json.writeBooleanField("is_disabled", true);
                            json.writeEndObject();
                        }));
            case NTFY -> {
                if (!secrets.isEmpty()) {
                    headers.put("Authorization", "Bearer " + secrets.get(0));
                }
                int slash = url.path().lastIndexOf('/');
                yield new Prepared(
                        url.at(url.path().substring(0, slash + 1)),
                        headers,
                        object(json -> ntfy(json, url.path().substring(slash + 1), message)));
            }
            case MAIL -> throw new IllegalArgumentException("a mail is no HTTP request");
        };
    }

    private static int titleBytes(Message message) {
        return message.title().getBytes(UTF_8).length + 1;
    }

    private static void ntfy(JsonGenerator json, String topic, Message message) throws IOException {
        json.writeStringField("topic", topic);
        json.writeStringField("title", message.title());
        json.writeStringField("message", Texts.whole(message, NTFY_BYTES));
        json.writeNumberField("priority", message.bad() ? HIGH : NORMAL);
        json.writeArrayFieldStart("tags");
        json.writeString(message.bad() ? "warning" : "information_source");
        json.writeEndArray();
        if (message.link().isPresent()) {
            json.writeStringField("click", message.link().get());
        }
    }

    /** Three characters are escaped (docs.slack.dev, "Formatting message text"); output is a block without formatting. */
    private static String slack(Message message) {
        return Texts.whole(
                message,
                SLACK_BYTES,
                "*" + escaped(message.title()) + "*\n" + escaped(Texts.facts(message)),
                lines -> "```\n" + escaped(lines).replace("```", "'''") + "\n```");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Buffer object(Content members) {
        Content whole = json -> {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        };
        return Buffer.buffer(whole.bytes());
    }
}

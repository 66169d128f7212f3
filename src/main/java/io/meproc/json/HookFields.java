package io.meproc.json;

import io.meproc.task.hook.HookEvent;
import io.meproc.task.hook.HookTarget;
import io.meproc.task.hook.HookTarget.Address;
import io.meproc.task.hook.HookTarget.Kind;
import io.meproc.task.hook.HookTarget.Named;
import io.meproc.task.hook.Hooks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the targets that are notified of the events of a task. */
final class HookFields {
    static final List<String> NAMES = List.of("on");

    private static final int MOST_URL_BYTES = 1_000;
    private static final String TARGETS = "a list of targets";
    private static final String TARGET =
            "the name of a target of Meproc's settings, or an object with the fields kind and url";
    private static final String URL =
            "a URL with http or https, a host, and no credentials, such as https://hooks.example.org/meproc";

    private final Fields fields;

    HookFields(Fields fields) {
        this.fields = fields;
    }

    Hooks hooks() throws InvalidInput {
        Sent sent = fields.find("on");
        if (sent == null) {
            return Hooks.DEFAULT;
        }
        Fields events = sent.object(
                "an object of events, each with a list of targets, such as {\"failed\": [\"ops\"]}", HookEvent.words());
        Map<HookEvent, List<HookTarget>> on = new EnumMap<>(HookEvent.class);
        for (HookEvent event : HookEvent.values()) {
            Sent targets = events.find(event.word());
            if (targets != null) {
                Set<HookTarget> distinct = new LinkedHashSet<>();
                for (Sent target : targets.elements(TARGETS, Hooks.MOST_TARGETS)) {
                    distinct.add(target(target));
                }
                on.put(event, List.copyOf(distinct));
            }
        }
        return new Hooks(on);
    }

    private static HookTarget target(Sent sent) throws InvalidInput {
        if (sent.value().isObject()) {
            return address(sent);
        }
        String name = sent.text(TARGET);
        if (!Named.isName(name)) {
            throw sent.wrong("'" + Shown.of(name) + "' is not a valid name of a target: " + HookTarget.NAME_RULE);
        }
        return new Named(name);
    }

    private static Address address(Sent sent) throws InvalidInput {
        Fields members = sent.object(TARGET, List.of("kind", "url"));
        String kinds = "one of " + String.join(", ", Kind.words())
                + "; a target of another kind needs credentials, so only Meproc's settings can define it";
        Sent sentKind = members.required("kind", kinds);
        Kind kind = Kind.of(sentKind.text(kinds)).orElseThrow(() -> sentKind.unexpected(kinds));
        Sent url = members.required("url", URL);
        String text = url.text(URL, MOST_URL_BYTES);
        String authority = authority(text);
        if (authority == null) {
            // The value is not in the message, since it may have credentials.
            throw InvalidInput.field(url.place(), "expected " + URL, URL);
        }
        return new Address(kind, text, authority);
    }

    private static @Nullable String authority(String text) {
        try {
            URI url = new URI(text).parseServerAuthority();
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean valid = (scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && url.getPort() <= 65_535
                    && text.chars().allMatch(each -> each > ' ' && each < 127);
            return valid
                    ? (url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())).toLowerCase(Locale.ROOT)
                    : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }
}

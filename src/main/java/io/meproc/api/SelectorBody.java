package io.meproc.api;

import io.meproc.json.Fields;
import io.meproc.json.InvalidInput;
import io.meproc.json.Sent;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the body of a call about many tasks. */
final class SelectorBody {
    private static final int MOST_NAMES = 10_000;
    private static final String NAME = "the name of a task";
    private static final String NAMES = "a list of names of tasks";
    private static final String SELECTOR =
            "an object with one or more of names, state, health, type and q, or with all: true";

    private SelectorBody() {}

    /** Parses the selector; the other members of the body become {@code options}. */
    static Selection parse(Verb verb, byte[] bytes, Map<String, String> options) throws InvalidInput {
        Fields body = Fields.ofBody(bytes, members(verb)).withoutNulls();
        Selection selection = selection(body.required("selector", SELECTOR));
        Sent rolling = body.find("rolling");
        if (rolling != null) {
            options.put("rolling", Boolean.toString(rolling.flag()));
        }
        if (verb == Verb.SIGNAL) {
            SignalOrder order = SignalOrder.of(body);
            options.put("signal", order.signal().name());
            options.put("to", order.to().word());
        }
        return selection;
    }

    private static List<String> members(Verb verb) {
        return verb == Verb.SIGNAL
                ? List.of("selector", "signal", "to")
                : verb == Verb.RESTART ? List.of("selector", "rolling") : List.of("selector");
    }

    private static Selection selection(Sent sent) throws InvalidInput {
        Fields selector = sent.object(SELECTOR, List.of("names", "state", "health", "type", "q", "all"))
                .withoutNulls();
        Sent names = selector.find("names");
        Sent all = selector.find("all");
        boolean everything = all != null && all.flag();
        Map<String, @Nullable String> texts = new HashMap<>();
        texts.put("state", selector.text("state", "states with commas between them"));
        texts.put("health", selector.text("health", "healths with commas between them"));
        texts.put("type", selector.text("type", "a type"));
        texts.put("q", selector.text("q", "a text"));
        Selection selection = Selection.of(names == null ? null : names(names), texts::get);
        if (selection.any() && !everything) {
            throw sent.wrong("selects nothing; expected " + SELECTOR);
        }
        return selection;
    }

    private static Set<String> names(Sent sent) throws InvalidInput {
        Set<String> names = new LinkedHashSet<>();
        for (Sent name : sent.elements(NAMES, MOST_NAMES)) {
            String text = name.text(NAME);
            if (text.isEmpty()) {
                throw name.unexpected(NAME);
            }
            names.add(text);
        }
        return names;
    }
}

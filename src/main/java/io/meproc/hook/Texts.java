package io.meproc.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The text of a notification for people. */
final class Texts {
    private Texts() {}

    /** The text for mail, chats and phones: the event and its time, without the output. */
    static String facts(Message message) {
        List<String> lines = new ArrayList<>();
        lines.add((message.task().isEmpty() ? "" : message.subject() + ": ") + message.words());
        lines.add("at " + message.at().truncatedTo(ChronoUnit.SECONDS) + " on " + message.node()
                + (message.run() == null ? "" : ", run " + message.run().number()));
        if (message.others() > 0) {
            lines.add(message.others() + (message.others() == 1 ? " earlier event was" : " earlier events were")
                    + " not reported");
        }
        message.link().ifPresent(lines::add);
        return String.join("\n", lines);
    }

    /**
     * The facts, and below them the last lines of the output, of which the oldest ones are left out until the text fits.
     *
     * @param most the most bytes in UTF-8
     */
    static String whole(Message message, int most) {
        return whole(message, most, facts(message), lines -> "Last output:\n| " + lines.replace("\n", "\n| "));
    }

    /** @param block formats the output, which is not empty */
    static String whole(Message message, int most, String facts, UnaryOperator<String> block) {
        for (int from = 0; from < message.output().size(); from++) {
            List<String> lines = message.output().subList(from, message.output().size());
            String text = facts + "\n\n" + block.apply(String.join("\n", lines));
            if (text.getBytes(UTF_8).length <= most) {
                return text;
            }
        }
        return shortened(facts, most);
    }

    private static String shortened(String text, int most) {
        String rest = text;
        while (rest.getBytes(UTF_8).length > most) {
            rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
        }
        return rest;
    }
}

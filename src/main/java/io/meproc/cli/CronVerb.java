package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Shows when a cron pattern fires next, without a task. */
final class CronVerb implements Verb {
    private static final int FIRES = 5;

    @Override
    public CommandSpec spec() {
        return Options.of("cron", "Shows the next fires of a cron pattern.")
                .value("--zone", "ZONE", "the time zone (default: the service's)")
                .number("-n", "N", "how many times to show (default: " + FIRES + ")")
                .json()
                .parameters("PATTERN", "PATTERN", "1..*", "five fields, quoted as one or several words")
                .examples("meproc cron '0 9 * * mon-fri' --zone Europe/Berlin", "meproc cron @daily -n 3");
    }

    @Override
    public int run(Invocation call) throws Failure {
        ObjectNode body = Json.object().put("pattern", String.join(" ", call.parameters()));
        if (call.has("--zone")) {
            body.put("zone", call.value("--zone"));
        }
        JsonNode preview = call.service().post("/cron/preview", body.put("n", call.number("-n", FIRES)));
        if (!call.showedJson(preview)) {
            DateTimeFormatter words = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);
            for (JsonNode fire : preview.path("fires")) {
                call.screen().line(Plain.of(words(fire.asText(), words)));
            }
        }
        return Code.DONE;
    }

    private static String words(String time, DateTimeFormatter words) {
        try {
            return words.format(OffsetDateTime.parse(time));
        } catch (DateTimeException other) {
            return time;
        }
    }
}

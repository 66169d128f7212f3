package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the coming fires of all tasks. */
final class ScheduleVerb implements Verb {
    private static final int USUAL = 20;
    private static final int MOST = 1_000;
    private static final String FOR = "--for";
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    @Override
    public CommandSpec spec() {
        return Options.of("schedule", "Shows the coming fires of cron tasks, in the order of their times.")
                .value(FOR, "TIME", "how far ahead, such as 90m, 12h or 7d (default: 1d)")
                .number("-n", "N", "how many fires to show (default: " + USUAL + ", at most " + MOST + ")")
                .json()
                .parameters("[NAME...]", "NAME", "0..*", "only fires of these tasks")
                .examples("meproc schedule", "meproc schedule backup --for 7d");
    }

    @Override
    public int run(Invocation call) throws Failure {
        Instant now = call.clock().instant();
        JsonNode schedule = call.service()
                .get(Route.to("/schedule")
                        .with("from", now.toString())
                        .with("to", now.plus(span(call)).toString())
                        .with("limit", Integer.toString(call.number("-n", USUAL)))
                        .with("task", String.join(",", call.parameters()))
                        .toString());
        if (!call.showedJson(schedule)) {
            show(schedule, call.screen());
        }
        return Code.DONE;
    }

    private static Duration span(Invocation call) throws Failure {
        String text = call.has(FOR) ? call.value(FOR) : "1d";
        Matcher parts = SPAN.matcher(text);
        if (!parts.matches()) {
            throw call.misused(FOR + ": '" + text + "' is not a time such as 90m, 12h or 7d");
        }
        return UNITS.getOrDefault(parts.group(2), Duration.ZERO).multipliedBy(Long.parseLong(parts.group(1)));
    }

    private static void show(JsonNode schedule, Screen screen) {
        WallTime wall = new WallTime("EEE yyyy-MM-dd HH:mm:ss");
        Table table = Table.of("WHEN", "TASK", "IN ITS ZONE", "NOTE");
        for (JsonNode fire : schedule.path("fires")) {
            table.row(
                    Cell.of(wall.of(fire.path("at"))),
                    Cell.of(fire.path("task").asText()),
                    Cell.of(fire.path("local").asText() + " "
                            + fire.path("zone").asText()),
                    Cell.of(fire.path("paused").asBoolean() ? "paused" : ""));
        }
        if (table.isEmpty()) {
            screen.line("no task fires in this time");
            return;
        }
        table.print(screen);
        if (schedule.path("next").isTextual()) {
            screen.note("more fires from " + wall.of(schedule.path("next")) + " on; -n shows more");
        }
    }
}

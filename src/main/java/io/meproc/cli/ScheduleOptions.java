package io.meproc.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The options that set when a task fires, and what its fires start. */
final class ScheduleOptions {
    /** The options with one value, and the members that they set. */
    private static final Map<String, String> TEXTS = Map.of(
            "--every", "every",
            "--at", "at",
            "--zone", "zone",
            "--jitter", "jitter",
            "--overlap", "overlap",
            "--deadline", "deadline",
            "--missed", "missed",
            "--missed-within", "missedWithin",
            "--expect", "expect");

    private static final String RETRY = "--retry";
    private static final String CAP = "--missed-cap";

    private ScheduleOptions() {}

    static Options add(Options options) {
        return options.value(
                        "--every", "TIME", "for type cron, in place of --cron: the time between fires, such as 15m")
                .value("--at", "TIME", "for type cron, in place of --cron: the only fire, such as 2027-01-31T09:00:00Z")
                .value("--zone", "ZONE", "the time zone of --cron (default: the service's)")
                .value("--jitter", "TIME", "delay each fire by less than this")
                .value(
                        "--overlap",
                        "HOW",
                        "a start during an earlier run: skip (default), 'queue(3)', replace or 'allow(2)'")
                .value("--deadline", "TIME", "start no later than this after the fire")
                .value(RETRY, "N[,TIME]", "repeat a failed run for the same fire (default time: 1m)")
                .choice("--missed", "HOW", "missed fires: once (default), all or skip", "once", "all", "skip")
                .value("--missed-within", "TIME", "catch up on fires missed for no longer (default: 1h)")
                .number(CAP, "N", "the most starts that catch up (default: 10)")
                .value("--expect", "WHAT", "such as 'success within 26h'; otherwise the task has failed");
    }

    /** The options that select a definition of the type cron. */
    static boolean areForCron(Invocation call) {
        return List.of("--cron", "--every", "--at").stream().anyMatch(call::has);
    }

    /** Whether any of the options is given. */
    static boolean areIn(Invocation call) {
        return TEXTS.keySet().stream().anyMatch(call::has) || call.has(RETRY) || call.has(CAP);
    }

    static void apply(Invocation call, ObjectNode task) throws Failure {
        TEXTS.forEach((option, member) -> {
            if (call.has(option)) {
                task.put(member, call.value(option));
            }
        });
        if (call.has(CAP)) {
            task.put("missedCap", call.number(CAP, 0));
        }
        if (call.has(RETRY)) {
            String[] parts = call.value(RETRY).split(",", 2);
            ObjectNode retry = task.putObject("retry");
            try {
                retry.put("times", Integer.parseInt(parts[0]));
            } catch (NumberFormatException none) {
                throw call.misused("--retry: expected a number, or a number and a time such as 3,30s, got '"
                        + call.value(RETRY) + "'");
            }
            if (parts.length > 1) {
                retry.put("delay", parts[1]);
            }
        }
    }
}

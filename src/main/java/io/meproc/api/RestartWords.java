package io.meproc.api;

import io.meproc.json.RestartJson;
import io.meproc.task.History;
import io.meproc.task.TaskDefinition;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Verdict;
import io.meproc.task.restart.RestartLimit;
import io.meproc.text.Ordinal;

/** Phrases about the restart policy. */
final class RestartWords {
    private RestartWords() {}

    /** {@code gave up after 5 ends in 1m; a start or reset starts it again}. */
    static String limitReached(RestartLimit limit) {
        return "gave up after " + limit.ends() + (limit.ends() == 1 ? " end" : " ends") + " in "
                + RestartJson.within(limit) + "; a start or reset starts it again";
    }

    /** The place of the last end within the window of the limit, as {@code  (3rd of 5 in 1m)}; empty without a limit. */
    static String place(TaskDefinition definition, History history) {
        RestartLimit limit = definition.behaviour().restart().limit();
        int ends = history.counters().recent().count();
        return limit == null || ends == 0 ? "" : " (" + Ordinal.of(ends) + " of " + RestartJson.text(limit) + ")";
    }

    /** A clause about the reason why a replica that has ended is not started again, as {@code ; it runs once}. */
    static String decision(TaskDefinition definition, History history) {
        End last = history.last();
        Verdict verdict = last == null ? null : last.verdict();
        if (verdict == null) {
            return "";
        }
        RestartLimit limit = definition.behaviour().restart().limit();
        return switch (verdict.kind()) {
            case RUNS_ONCE -> "; it runs once";
            case SUCCEEDED, PREVENTED, NOT_RESTARTED, GIVEN_UP -> "; it " + verdict.words();
            case LIMIT_REACHED -> "; " + (limit == null ? "it " + verdict.words() : limitReached(limit));
            case RESTARTS, STARTS, STAYS_STOPPED, WAITS_FOR_FIRE, SHUTTING_DOWN -> "";
        };
    }
}

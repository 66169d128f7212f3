package io.meproc.api;

import io.meproc.api.Problem.Kind;
import io.meproc.json.Shown;
import io.meproc.task.Expected;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a change on the state of its task (RFC 9110, section 13).
 *
 * @param match the tags of {@code If-Match}; null without that header
 * @param noneMatch the tags of {@code If-None-Match}; null without that header
 */
public record Precondition(@Nullable Tags match, @Nullable Tags noneMatch) {

    /** No condition. */
    public static final Precondition NONE = new Precondition(null, null);

    private static final String WEAK = "W/";

    /**
     * The value of a header.
     *
     * @param any whether the value is {@code *}
     * @param list entity tags as received; empty with {@code any}
     */
    public record Tags(boolean any, List<String> list) {}

    /** Checks the condition, and returns the call with the expectation that the supervisor has to check. */
    Call applied(Call call, SupervisorClient supervisor) throws Refused {
        return equals(NONE) ? call : call.expecting(expected(call, supervisor));
    }

    private Expected expected(Call call, SupervisorClient supervisor) throws Refused {
        if (match != null && noneMatch == null && match.any()) {
            return Expected.PRESENT;
        } else if (match == null && noneMatch != null && noneMatch.any()) {
            return Expected.ABSENT;
        }
        return expected(call, supervisor.table());
    }

    /**
     * Checks the condition, and returns the expectation that the supervisor checks again when it carries out the
     * change, so that no other change can come in between. The expectation is {@link Expected#ANY} for a call that
     * fails for an unlisted task anyway.
     */
    private Expected expected(Call call, TaskTable table) throws Refused {
        Task task = table.find(call.task()).orElse(null);
        if (task == null) {
            if (call.verb() == Verb.PUT && match != null) {
                throw refused("no task '" + Shown.of(call.task()) + "' is listed, but If-Match expects one");
            }
            return call.verb() == Verb.PUT ? Expected.ABSENT : Expected.ANY;
        }
        String revision = TaskReads.quoted(task.revision());
        String found = "task '" + task.name() + "' has revision " + task.revision();
        if (match != null && !match.any() && !match.list().contains(revision)) {
            boolean weak = match.list().stream().allMatch(tag -> tag.startsWith(WEAK));
            throw refused(
                    weak
                            ? found
                                    + "; If-Match has weak entity tags alone, which never match: send the revision in"
                                    + " quotes"
                            : found + ", and If-Match does not name it; read the task again");
        }
        if (noneMatch != null && (noneMatch.any() || named(noneMatch, revision, TaskReads.tag(table, task)))) {
            throw refused(found + ", and If-None-Match excludes it");
        }
        return new Expected.Revision(task.revision());
    }

    /** Whether the tags contain one of both, by the weak comparison of section 13.1.2. */
    private static boolean named(Tags tags, String revision, String tag) {
        return tags.list().stream().map(Precondition::opaque).anyMatch(List.of(revision, opaque(tag))::contains);
    }

    private static String opaque(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }

    private static Refused refused(String detail) {
        return new Refused(Problem.of(Kind.CHANGED_MEANWHILE, detail));
    }
}

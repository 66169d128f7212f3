package io.meproc.task;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The immediate result of requests that are not carried out. The requests are applied to a copy of the table, in order, as if
 * the process side accepted each of them and the store kept each change.
 *
 * @param answers the answer to each request
 * @param tasks the tasks that would change, those with requests first
 */
public record Plan(List<Answer> answers, List<PlannedTask> tasks) {
    public Plan {
        answers = List.copyOf(answers);
        tasks = List.copyOf(tasks);
    }

    /**
     * The result for this table.
     *
     * @param now the current steady time
     */
    public static Plan of(TaskTable table, List<SentRequest> requests, Instant now) {
        Rehearsal rehearsal = new Rehearsal(table, now);
        List<Answer> answers = requests.stream().map(rehearsal::carryOut).toList();
        List<PlannedTask> tasks = rehearsal.touched.stream()
                .map(name -> PlannedTask.of(name, table, rehearsal.table, rehearsal.events))
                .filter(PlannedTask::differs)
                .toList();
        return new Plan(answers, tasks);
    }

    /** The table while the requests are applied. */
    private static final class Rehearsal {
        /** The tickets of real requests are positive. */
        private static final long TICKET = -1;

        private static final Answer QUEUED =
                Answer.done("waits for another request about this task that is in progress");

        private final Instant now;
        private final Set<String> touched = new LinkedHashSet<>();
        private final List<TaskEvent> events = new ArrayList<>();
        private final Map<Long, Answer> answers = new HashMap<>();
        private TaskTable table;

        Rehearsal(TaskTable table, Instant now) {
            this.table = table;
            this.now = now;
        }

        Answer carryOut(SentRequest sent) {
            touched.add(sent.request().name());
            answers.clear();
            Deque<Event> open = new ArrayDeque<>();
            open.add(new Event.Requested(TICKET, sent.request(), sent.by(), now));
            while (!open.isEmpty()) {
                Next next = table.on(open.remove());
                table = next.table();
                next.changes().tasks().forEach(task -> touched.add(task.name()));
                touched.addAll(next.changes().removed());
                events.addAll(next.changes().events());
                next.effects().forEach(effect -> respond(effect, open));
            }
            return answers.getOrDefault(TICKET, QUEUED);
        }

        private void respond(Effect effect, Deque<Event> open) {
            if (effect instanceof Effect.Check check) {
                open.add(new Event.Checked(check.ticket(), null, now));
            } else if (effect instanceof Effect.Sweep sweep) {
                open.add(new Event.Swept(sweep.ticket(), null, List.of(), now));
            } else if (effect instanceof Effect.Commit commit) {
                open.add(new Event.Committed(commit.commit(), null, now));
            } else if (effect instanceof Effect.Reply reply) {
                answers.put(reply.ticket(), reply.answer());
            }
        }
    }
}

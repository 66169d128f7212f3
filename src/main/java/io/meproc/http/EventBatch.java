package io.meproc.http;

import io.meproc.api.Digest;
import io.meproc.api.Happening;
import io.meproc.json.Content;
import io.meproc.json.TaskJson;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What happened in one moment, as it is sent. The last event has the revision to which it leads as its id, those before
 * it the one before: who comes back with that is sent all of the moment again, rather than the rest of it never.
 */
final class EventBatch {
    private final long before;
    private final long revision;
    private final List<Entry> entries;
    private final Buffer all;

    /** An event about a task. */
    private record Entry(String task, Buffer text) {}

    private EventBatch(long before, long revision, List<Entry> entries) {
        this.before = before;
        this.revision = revision;
        this.entries = entries;
        this.all = text(entries);
    }

    /**
     * From what was gathered.
     *
     * @param before the revision at which that began
     */
    static EventBatch of(long before, Digest.Batch digest) {
        List<Entry> entries = new ArrayList<>();
        for (Happening happening : digest.happenings()) {
            entries.add(new Entry(happening.task(), EventText.event("run", happening.bytes())));
        }
        for (String name : digest.removed()) {
            entries.add(new Entry(
                    name,
                    EventText.event("removed", removed(name, digest.table()).bytes())));
        }
        for (Task task : digest.tasks()) {
            Content content = json -> new TaskJson(json, digest.table()).summary(task);
            entries.add(new Entry(task.name(), EventText.event("task", content.bytes())));
        }
        return new EventBatch(before, digest.table().revision(), entries);
    }

    private static Content removed(String name, TaskTable table) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeNumberField("revision", table.revision());
            json.writeEndObject();
        };
    }

    private Buffer text(List<Entry> some) {
        Buffer text = Buffer.buffer();
        for (int i = 0; i < some.size(); i++) {
            text.appendString(EventText.id(i == some.size() - 1 ? revision : before))
                    .appendBuffer(some.get(i).text());
        }
        return text;
    }

    /** To which it leads. */
    long revision() {
        return revision;
    }

    /** Roughly what it takes, in bytes. */
    int weight() {
        return 2 * all.length();
    }

    /** What a follower of these tasks is sent, which may be nothing; of no tasks: everything. */
    Buffer of(Set<String> tasks) {
        return tasks.isEmpty()
                ? all
                : text(entries.stream()
                        .filter(entry -> tasks.contains(entry.task()))
                        .toList());
    }
}

package io.meproc.http;

import io.meproc.api.ChangeBatcher;
import io.meproc.json.Content;
import io.meproc.json.TaskJson;
import io.meproc.task.TaskTable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The events of one batch as they are sent. The id of the last event is the revision after the batch; the id of the
 * others is the revision before it. So a client that reconnects with one of the earlier ids is sent the whole batch
 * again and misses nothing.
 */
final class EventBatch {
    private final long before;
    private final long revision;
    private final List<Entry> entries;
    private final Buffer all;

    private record Entry(String task, Buffer text) {}

    private EventBatch(long before, long revision, List<Entry> entries) {
        this.before = before;
        this.revision = revision;
        this.entries = entries;
        this.all = text(entries);
    }

    /**
     * Renders a batch; empty if the text exceeds {@code most} bytes.
     *
     * @param before the revision before the batch
     */
    static Optional<EventBatch> of(long before, ChangeBatcher.Batch digest, long most) {
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (Iterator<Entry> each = entries(digest).iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            bytes += entry.text().length();
            if (bytes > most) {
                return Optional.empty();
            }
            entries.add(entry);
        }
        return Optional.of(new EventBatch(before, digest.table().revision(), entries));
    }

    /** Rendered lazily, element by element. */
    private static Stream<Entry> entries(ChangeBatcher.Batch digest) {
        TaskTable table = digest.table();
        Stream<Entry> runs = digest.events().stream().map(each -> entry("run", each.task(), each));
        Stream<Entry> removals = digest.removed().stream().map(name -> entry("removed", name, removed(name, table)));
        Stream<Entry> tasks = digest.tasks().stream()
                .map(task -> entry("task", task.name(), json -> new TaskJson(json, table).summary(task)));
        return Stream.of(runs, removals, tasks).flatMap(each -> each);
    }

    private static Entry entry(String event, String task, Content content) {
        return new Entry(task, EventText.event(event, content.bytes()));
    }

    private static Content removed(String name, TaskTable table) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("node", table.node());
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

    /** The revision after the batch. */
    long revision() {
        return revision;
    }

    /** An estimate of the memory that the batch needs, in bytes. */
    int weight() {
        return 2 * all.length();
    }

    /** The text for a follower of these tasks, which may be empty; an empty set stands for all tasks. */
    Buffer of(Set<String> tasks) {
        return tasks.isEmpty()
                ? all
                : text(entries.stream()
                        .filter(entry -> tasks.contains(entry.task()))
                        .toList());
    }
}

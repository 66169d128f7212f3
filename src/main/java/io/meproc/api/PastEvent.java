package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.store.StoredRun;
import io.meproc.task.RecordedEvent;
import io.meproc.task.Task;
import io.meproc.task.Timeline;
import io.meproc.task.exit.End;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A past event of a task, from the table, or from the run records of the time before the service was started. */
record PastEvent(Instant at, EventDescription description) {
    /** The most events in an answer. */
    static final int MOST = 20;

    /** The latest events, the newest last. */
    static List<PastEvent> of(Task task, Timeline times, List<StoredRun> runs) {
        List<PastEvent> kept =
                task.recentEvents().stream().map(event -> of(event, times)).toList();
        // The events of the table begin with the start of the service.
        Instant first = kept.isEmpty() ? Instant.MAX : kept.get(0).at();
        List<PastEvent> all = Stream.concat(
                        runs.stream()
                                .filter(run -> run.run().end() != null
                                        && run.run().end().at().isBefore(first))
                                .map(PastEvent::of),
                        kept.stream())
                .sorted(Comparator.comparing(PastEvent::at))
                .toList();
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    private static PastEvent of(RecordedEvent event, Timeline times) {
        return new PastEvent(times.wall(event.at()), EventDescription.of(event.event()));
    }

    private static PastEvent of(StoredRun run) {
        End end = Objects.requireNonNull(run.run().end());
        return new PastEvent(end.at(), EventDescription.ofEnd(run.run().run(), end));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", at.toString());
        description.writeRun(json);
        json.writeStringField("event", description.event());
        json.writeStringField("words", description.words());
        json.writeEndObject();
    }
}

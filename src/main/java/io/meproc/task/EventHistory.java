package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * The last moments of a task, newest last; immutable.
 *
 * @param moments at most {@value #MOST}
 */
record EventHistory(List<RecordedEvent> moments) {
    static final int MOST = 20;
    static final EventHistory NONE = new EventHistory(List.of());

    /** A report may be older than what was done before it arrived: a moment is never earlier than the one before it. */
    EventHistory with(RecordedEvent moment) {
        RecordedEvent last = moments.isEmpty() ? moment : moments.get(moments.size() - 1);
        return append(moment.at().isBefore(last.at()) ? new RecordedEvent(last.at(), moment.news()) : moment);
    }

    private EventHistory append(RecordedEvent moment) {
        return new EventHistory(Stream.concat(moments.stream().skip(moments.size() < MOST ? 0 : 1), Stream.of(moment))
                .toList());
    }
}

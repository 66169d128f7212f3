package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * The last events of a task, newest last; immutable.
 *
 * @param moments at most {@value #MOST}
 */
record EventHistory(List<RecordedEvent> moments) {
    static final int MOST = 20;
    static final EventHistory NONE = new EventHistory(List.of());

    /**
     * Appends an event. The time of a report may be before that of an event already in the list; it is then raised to
     * that time.
     */
    EventHistory with(RecordedEvent moment) {
        RecordedEvent last = moments.isEmpty() ? moment : moments.get(moments.size() - 1);
        return append(moment.at().isBefore(last.at()) ? new RecordedEvent(last.at(), moment.news()) : moment);
    }

    private EventHistory append(RecordedEvent moment) {
        return new EventHistory(Stream.concat(moments.stream().skip(moments.size() < MOST ? 0 : 1), Stream.of(moment))
                .toList());
    }
}

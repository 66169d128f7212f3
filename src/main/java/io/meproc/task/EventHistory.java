package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * The last events of a task, newest last; immutable.
 *
 * @param events at most {@value #MOST}
 */
record EventHistory(List<RecordedEvent> events) {
    static final int MOST = 20;
    static final EventHistory NONE = new EventHistory(List.of());

    /**
     * Appends an event. The time of a report may be before that of an event already in the list; it is then raised to
     * that time.
     */
    EventHistory with(RecordedEvent event) {
        RecordedEvent last = events.isEmpty() ? event : events.get(events.size() - 1);
        return append(event.at().isBefore(last.at()) ? new RecordedEvent(last.at(), event.event()) : event);
    }

    private EventHistory append(RecordedEvent event) {
        return new EventHistory(Stream.concat(events.stream().skip(events.size() < MOST ? 0 : 1), Stream.of(event))
                .toList());
    }
}

package io.meproc.supervisor;

import io.meproc.task.SentRequest;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.Map;

/** The requests that are not answered yet. */
final class OpenRequests {
    private final Map<Long, Message<SentRequest>> messages = new HashMap<>();
    private long last;

    long open(Message<SentRequest> message) {
        messages.put(++last, message);
        return last;
    }

    /** Removes a request that is answered by other means. */
    void discard(long ticket) {
        messages.remove(ticket);
    }

    /**
     * Removes a request in order to answer it.
     *
     * @throws IllegalStateException if the ticket was answered before
     */
    Message<SentRequest> close(long ticket) {
        Message<SentRequest> message = messages.remove(ticket);
        if (message == null) {
            throw new IllegalStateException("ticket " + ticket + " was answered before");
        }
        return message;
    }
}

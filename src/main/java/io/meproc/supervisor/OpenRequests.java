package io.meproc.supervisor;

import io.meproc.task.Request;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.Map;

/** The requests that have not been answered yet. */
final class OpenRequests {
    private final Map<Long, Message<Request>> open = new HashMap<>();
    private long last;

    long take(Message<Request> message) {
        open.put(++last, message);
        return last;
    }

    /** Lets go of a request that is answered in another way. */
    void giveBack(long ticket) {
        open.remove(ticket);
    }

    /** Takes the request back, to be answered once. */
    Message<Request> close(long ticket) {
        Message<Request> message = open.remove(ticket);
        if (message == null) {
            throw new IllegalStateException("ticket " + ticket + " was answered before");
        }
        return message;
    }
}

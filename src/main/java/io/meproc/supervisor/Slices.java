package io.meproc.supervisor;

import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an action on every task, a slice of them in each turn of the event loop. */
final class Slices {
    private static final Logger LOG = LoggerFactory.getLogger(Slices.class);

    /** The replicas of one slice, about 1 ms of work. */
    private static final int REPLICAS = 256;

    private final Context context;

    Slices(Context context) {
        this.context = context;
    }

    /**
     * Calls {@code work} with the names of each slice, at least once even without a task; completes after the last
     * slice.
     */
    Future<Void> each(TaskTable table, Consumer<List<String>> work) {
        Promise<Void> done = Promise.promise();
        next(table.stream().toList().iterator(), work, done);
        return done.future();
    }

    private void next(Iterator<Task> rest, Consumer<List<String>> work, Promise<Void> done) {
        List<String> names = new ArrayList<>();
        for (int replicas = 0; replicas < REPLICAS && rest.hasNext(); ) {
            Task task = rest.next();
            names.add(task.name());
            replicas += task.size();
        }
        try {
            work.accept(names);
        } catch (RuntimeException | Error broken) {
            LOG.error("Tasks {} could not be handled; continuing with the next tasks", names, broken);
        }
        if (rest.hasNext()) {
            context.runOnContext(turn -> next(rest, work, done));
        } else {
            done.complete();
        }
    }
}

package io.meproc.supervisor;

import io.meproc.task.Effect;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Effects to be carried out, in order, some in each turn of the event loop: a request about ten thousand replicas has
 * as many, and must not keep everybody else waiting.
 */
final class EffectQueue {
    private static final Logger LOG = LoggerFactory.getLogger(EffectQueue.class);
    private static final int SLICE = 64;

    private final Context context;
    private final Consumer<Effect> work;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean turnPlanned;

    /** @param work carries one effect out */
    EffectQueue(Context context, Consumer<Effect> work) {
        this.context = context;
        this.work = work;
    }

    void add(List<Effect> effects) {
        effects.forEach(effect -> waiting.add(() -> work.accept(effect)));
        begin();
    }

    /** Does something when all that was added before is done. */
    void afterwards(Runnable action) {
        waiting.add(action);
        begin();
    }

    private void begin() {
        if (!turnPlanned) {
            carryOut();
        }
    }

    private void carryOut() {
        turnPlanned = true;
        for (int i = 0; i < SLICE && !waiting.isEmpty(); i++) {
            carryOut(waiting.remove());
        }
        turnPlanned = !waiting.isEmpty();
        if (turnPlanned) {
            context.runOnContext(turn -> carryOut());
        }
    }

    private static void carryOut(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error broken) {
            LOG.error("An effect could not be carried out, going on with the next", broken);
        }
    }
}

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
 * Carries out effects in order, at most {@value #SLICE} in one turn of the event loop. A request about 10,000
 * replicas has as many effects, and other requests are handled in between.
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

    /** Runs an action after all effects that were added before it. */
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
            LOG.error("An effect could not be carried out; continuing with the next", broken);
        }
    }
}

package io.meproc.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bounded queue before an appender. A log event that finds it full is dropped and counted, so that no caller waits.
 *
 * <p>Logback's own AsyncAppender drops log events without a count.
 */
final class LogQueue extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final String FULL = "the queue was full";
    private static final long IDLE_MILLIS = 1_000;

    /** The interval of the checks of a thread without events and without losses to report. */
    private static final long AT_REST_MILLIS = 60_000;

    /** Wakes the writing thread when the queue is stopped. */
    private static final ILoggingEvent END = new LoggingEvent();

    private final BlockingQueue<ILoggingEvent> events;
    private final Appender<ILoggingEvent> target;
    private final Unwritten unwritten;
    private final Runnable whenIdle;
    private final long flushMillis;
    private final Thread writer;

    /**
     * @param whenIdle called by the writing thread after 1 s without an event, every second while lines are unwritten, and
     *     at the end
     * @param flushMillis the longest time that a stop waits for queued events
     */
    LogQueue(Appender<ILoggingEvent> target, int capacity, Unwritten unwritten, Runnable whenIdle, long flushMillis) {
        this.target = target;
        this.events = new ArrayBlockingQueue<>(capacity);
        this.unwritten = unwritten;
        this.whenIdle = whenIdle;
        this.flushMillis = flushMillis;
        this.writer = new Thread(this::write, "meproc-log-" + target.getName());
        writer.setDaemon(true);
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (!events.offer(event)) {
            unwritten.add(FULL);
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    private void write() {
        // No interrupt ends this thread: it would close the channel that is being written.
        boolean atRest = false;
        while (isStarted() || !events.isEmpty()) {
            try {
                long timeout = atRest && unwritten.isEmpty() ? AT_REST_MILLIS : IDLE_MILLIS;
                ILoggingEvent event = events.poll(timeout, TimeUnit.MILLISECONDS);
                atRest = event == null;
                if (event == null) {
                    whenIdle.run();
                } else if (event != END) {
                    target.doAppend(event);
                }
            } catch (InterruptedException ignored) {
                // No code of Meproc interrupts this thread; stop() does not need to.
            } catch (RuntimeException broken) {
                unwritten.add(broken.toString());
            }
        }
        whenIdle.run();
    }

    /** Writes the queued events, for at most {@code flushMillis}. */
    @Override
    public void stop() {
        super.stop();
        // If the queue is full, the writer is awake anyway.
        boolean unused = events.offer(END);
        try {
            writer.join(flushMillis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!writer.isAlive()) {
            target.stop();
        }
    }
}

package io.meproc.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Shows a table, and updates it after each event, and at least every 2.3 s. */
final class Watch {
    /** The shortest time between two updates. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final String HOME = "\033[H";
    private static final String CLEAR = "\033[2J";
    private static final String END_OF_LINE = "\033[K";
    private static final String REST = "\033[J";

    private final Invocation call;
    private final Semaphore events = new Semaphore(0);

    /** The content of the screen. */
    interface View {
        Table now() throws Failure;
    }

    Watch(Invocation call) {
        this.call = call;
    }

    /** Updates the screen until Ctrl-C, or until standard output is closed. */
    int show(View view) throws Failure {
        Screen screen = call.screen();
        if (screen.columns().isEmpty()) {
            throw call.misused("--watch needs a terminal; 'meproc events' is for programs");
        }
        Table table = view.now();
        Thread reader = new Thread(this::readEvents, "events");
        reader.setDaemon(true);
        reader.start();
        screen.out().print(CLEAR);
        String problem = "";
        while (!screen.gone()) {
            draw(table, problem);
            pause();
            try {
                table = view.now();
                problem = "";
            } catch (Failure failure) {
                if (failure.code() != Code.UNREACHABLE && failure.code() != Code.LATE) {
                    throw failure;
                }
                problem = failure.words();
            }
        }
        return Code.DONE;
    }

    private void draw(Table table, String problem) {
        Screen screen = call.screen();
        List<String> lines = table.lines(screen);
        // The last line stays empty for the cursor.
        int room = Math.max(1, screen.rows().orElse(Integer.MAX_VALUE) - 2);
        StringBuilder text = new StringBuilder(HOME);
        lines.stream().limit(room).forEach(line -> text.append(line).append(END_OF_LINE + "\n"));
        int more = lines.size() - room;
        String last = !problem.isEmpty() ? Plain.of(problem) : more > 0 ? more + " more" : "";
        int columns = screen.columns().orElse(Integer.MAX_VALUE);
        text.append(DisplayWidth.cut(last, columns)).append(REST);
        screen.out().print(text);
    }

    private void pause() {
        EndRequest.pause(PAUSE);
        try {
            events.tryAcquire(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        events.drainPermits();
    }

    /** Reads the event stream. While it is interrupted, the table is updated after the longest pause. */
    private void readEvents() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Reply reply = call.service().open(Request.of("GET", "/events").within(SILENCE))) {
                EventStream stream = new EventStream(reply.body(), "");
                while (stream.next().isPresent()) {
                    events.release();
                }
            } catch (Failure | IOException broken) {
                // The connection is retried; the table itself shows that no service answers.
            }
            EndRequest.pause(LONGEST_PAUSE);
        }
    }
}

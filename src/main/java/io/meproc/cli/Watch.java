package io.meproc.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Shows a table again whenever something happens, and now and then for its times. */
final class Watch {
    /** At most so often, however much happens. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final String HOME = "\033[H";
    private static final String CLEAR = "\033[2J";
    private static final String END_OF_LINE = "\033[K";
    private static final String REST = "\033[J";

    private final Invocation call;
    private final Semaphore happened = new Semaphore(0);

    /** What is shown. */
    interface Picture {
        Table now() throws Failure;
    }

    Watch(Invocation call) {
        this.call = call;
    }

    /** Until nobody looks any more, or Ctrl-C. */
    int show(Picture picture) throws Failure {
        Screen screen = call.screen();
        if (screen.columns().isEmpty()) {
            throw call.misused("--watch needs a terminal; 'meproc events' is for programs");
        }
        Table table = picture.now();
        Thread listener = new Thread(this::listen, "events");
        listener.setDaemon(true);
        listener.start();
        screen.out().print(CLEAR);
        String trouble = "";
        while (!screen.gone()) {
            draw(table, trouble);
            pause();
            try {
                table = picture.now();
                trouble = "";
            } catch (Failure failure) {
                if (failure.code() != Code.UNREACHABLE && failure.code() != Code.LATE) {
                    throw failure;
                }
                trouble = failure.words();
            }
        }
        return Code.DONE;
    }

    private void draw(Table table, String trouble) {
        Screen screen = call.screen();
        List<String> lines = table.lines(screen);
        // The last line stays empty, for the cursor.
        int room = Math.max(1, screen.rows().orElse(Integer.MAX_VALUE) - 2);
        StringBuilder text = new StringBuilder(HOME);
        lines.stream().limit(room).forEach(line -> text.append(line).append(END_OF_LINE + "\n"));
        int more = lines.size() - room;
        String last = !trouble.isEmpty() ? Plain.of(trouble) : more > 0 ? more + " more" : "";
        int columns = screen.columns().orElse(Integer.MAX_VALUE);
        text.append(DisplayWidth.cut(last, columns)).append(REST);
        screen.out().print(text);
    }

    private void pause() {
        EndRequest.rest(PAUSE);
        try {
            happened.tryAcquire(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        happened.drainPermits();
    }

    /** Without events the table is as old as the longest pause at most. */
    private void listen() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Reply reply = call.service().open(Request.of("GET", "/events").within(SILENCE))) {
                EventStream stream = new EventStream(reply.body(), "");
                while (stream.next().isPresent()) {
                    happened.release();
                }
            } catch (Failure | IOException broken) {
                // Tried again: the table itself shows that there is no service.
            }
            EndRequest.rest(LONGEST_PAUSE);
        }
    }
}

package io.meproc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The C server that always gives the same answer; none where there is no compiler. */
final class CannedServer implements AutoCloseable {
    private static final int START_SECONDS = 10;
    private static final int STOP_SECONDS = 5;

    private final Optional<Process> process;
    private final int port;
    private final double startMillis;

    private CannedServer(Optional<Process> process, int port, double startMillis) {
        this.process = process;
        this.port = port;
        this.startMillis = startMillis;
    }

    /** With the head that Meproc sends, near enough. */
    static CannedServer sending(Workshop workshop, byte[] body) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: no-store\r\n"
                        + "x-content-type-options: nosniff\r\ncontent-length: " + body.length + "\r\n\r\n")
                .getBytes(US_ASCII));
        answer.write(body);
        return start(workshop, answer.toByteArray());
    }

    static CannedServer start(Workshop workshop, byte[] answer) throws IOException {
        if (!workshop.floors().there()) {
            return new CannedServer(Optional.empty(), 0, 0);
        }
        var file = Files.write(workshop.floors().output(), answer);
        int port = Service.freePort();
        long began = System.nanoTime();
        Process process = workshop.floors().start("canned", "" + port, file.toString());
        Api api = Api.firstAnswer(port, process, START_SECONDS)
                .orElseThrow(() -> new IOException("canned did not start"));
        double millis = (System.nanoTime() - began) / 1e6;
        api.close();
        return new CannedServer(Optional.of(process), port, millis);
    }

    int port() {
        return port;
    }

    double startMillis() {
        return startMillis;
    }

    @Override
    public void close() throws IOException {
        if (process.isPresent()) {
            process.get().getOutputStream().close();
            Pause.until("the end of canned", STOP_SECONDS, () -> !process.get().isAlive());
        }
    }
}

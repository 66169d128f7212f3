package io.meproc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the output of replicas as one JSON object of strings while it is read, so that its size does not matter. */
final class OutputJson extends InputStream {
    private final Output output;
    private InputStream part = InputStream.nullInputStream();

    private OutputJson(Output output) {
        this.output = output;
    }

    /** Writes the last lines, or all lines if {@code lines} is negative. */
    static void write(Invocation call, List<Target> replicas, int lines) throws Failure {
        try (JsonGenerator json = Json.generator(call.screen().out())) {
            json.writeStartObject();
            for (Target replica : replicas) {
                Output output = new Output(call, replica);
                InputStream bytes = lines >= 0 ? new ByteArrayInputStream(output.last(lines)) : new OutputJson(output);
                Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
                json.writeFieldName(replica.toString());
                json.writeString(text, -1);
            }
            json.writeEndObject();
        } catch (IOException failed) {
            if (failed.getCause() instanceof Failure failure) {
                throw failure;
            }
            // The reader of standard output is gone.
        }
        call.screen().line("");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = part.read(into, from, length);
        if (read >= 0 || length == 0) {
            return read;
        }
        try {
            byte[] more = output.more();
            part = new ByteArrayInputStream(more);
            return more.length == 0 ? -1 : part.read(into, from, length);
        } catch (Failure failure) {
            throw new IOException(failure);
        }
    }
}

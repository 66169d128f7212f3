package io.meproc.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An HTTP answer as it comes: its head as it is, then its body without the marks between its chunks (RFC 9112, 7.1). */
final class ChunkedBody extends FilterInputStream {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private String head = "";
    private int left;
    private boolean first = true;

    ChunkedBody(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!head.endsWith(END_OF_HEAD)) {
            int next = in.read();
            head += (char) next;
            bytes[offset] = (byte) next;
            return next < 0 ? -1 : 1;
        }
        if (left == 0) {
            left = nextChunk();
        }
        int read = left <= 0 ? -1 : in.read(bytes, offset, Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }

    /** What is there may be no more than the mark behind a chunk. */
    @Override
    public int available() {
        return 0;
    }

    /** Bytes of the next chunk; 0 at the end. */
    private int nextChunk() throws IOException {
        if (!first) {
            line();
        }
        first = false;
        String size = line();
        return size.isEmpty() ? 0 : Integer.parseInt(size, 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}

package io.meproc.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, without the framing of HTTP (RFC 9112, 6 and 7.1). */
final class Body extends InputStream {
    private static final int HEX = 16;

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean first = true;
    private boolean over;

    private Body(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
    }

    static Body chunked(InputStream in) {
        return new Body(in, true, 0);
    }

    static Body sized(InputStream in, long length) {
        return new Body(in, false, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !over) {
            next();
        }
        if (over) {
            return -1;
        }
        int read = in.read(into, from, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the answer is incomplete");
        }
        left -= read;
        return read;
    }

    private void next() throws IOException {
        if (!chunked) {
            over = true;
            return;
        }
        if (!first) {
            Head.line(in);
        }
        first = false;
        String size = Head.line(in);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), HEX);
        } catch (NumberFormatException wrong) {
            throw new IOException("the answer is not HTTP", wrong);
        }
        // Trailers after the last chunk are not used, and the connection ends with them.
        over = left == 0;
    }
}

package io.meproc.config;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** This JVM's standard output without a buffer; unlike System.out it reports how much it took. Never closes it. */
final class StandardOutput implements WritableByteChannel {
    @SuppressWarnings("resource")
    private final FileChannel channel = new FileOutputStream(FileDescriptor.out).getChannel();

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        // Others write there, too.
    }
}

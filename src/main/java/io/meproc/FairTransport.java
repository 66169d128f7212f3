package io.meproc;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Java NIO with event loops that poll their sockets every few milliseconds, however many tasks are queued. The
 * service uses it. A program that embeds Meproc can pass it to {@code Vertx.builder().withTransport(...)}.
 */
public class FairTransport extends NioTransport implements io.vertx.core.transport.Transport {
    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return new MultiThreadIoEventLoopGroup(threads, factory, ioHandlerFactory()) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... none) {
                return loop(this, executor, io);
            }
        };
    }

    FairLoop loop(MultiThreadIoEventLoopGroup group, Executor executor, IoHandlerFactory io) {
        return new FairLoop(group, executor, io);
    }
}

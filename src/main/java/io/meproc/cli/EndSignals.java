package io.meproc.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Handles SIGINT, SIGTERM and SIGHUP until closed, each signal on a thread of its own.
 *
 * <p>A shutdown hook does not suffice, since a JVM that shuts down ignores the second signal. {@code sun.misc.Signal}
 * is in every JDK's module {@code jdk.unsupported}; it is used by reflection, because javac's warning about it can't
 * be disabled separately.
 */
final class EndSignals implements AutoCloseable {
    private record Former(Object signal, Object handler) {}

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final List<Former> formerHandlers = new ArrayList<>();

    /** Calls {@code action} with the number of each signal that arrives. */
    EndSignals(IntConsumer action) {
        NAMES.forEach(name -> handle(name, action));
    }

    private void handle(String name, IntConsumer action) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object signal = signals.getConstructor(String.class).newInstance(name);
            int number = (int) signals.getMethod("getNumber").invoke(signal);
            Object handler = Proxy.newProxyInstance(
                    handlers.getClassLoader(), new Class<?>[] {handlers}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.accept(number);
                        }
                        return null;
                    });
            Method handle = signals.getMethod("handle", signals, handlers);
            Object former = handle.invoke(null, signal, handler);
            if (former.equals(handlers.getField("SIG_IGN").get(null))) {
                // nohup(1), and shells for background jobs, rely on the signal staying ignored.
                handle.invoke(null, signal, former);
            } else {
                formerHandlers.add(new Former(signal, former));
            }
        } catch (ReflectiveOperationException missing) {
            // Without a handler the signal ends the JVM at once, its default action.
        }
    }

    /** Restores the former handlers. */
    @Override
    public void close() {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Method handle = signals.getMethod("handle", signals, Class.forName("sun.misc.SignalHandler"));
            for (Former former : formerHandlers) {
                handle.invoke(null, former.signal, former.handler);
            }
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("sun.misc.Signal was there before", missing);
        }
    }
}

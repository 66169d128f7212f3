package io.meproc.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * SIGINT, SIGTERM and SIGHUP with an action of our own, until closed; each signal is handled on a thread of its own.
 *
 * <p>A shutdown hook is not enough, since a JVM that shuts down ignores the second signal. {@code sun.misc.Signal} is in
 * every JDK's module {@code jdk.unsupported}; by reflection, because javac's warning about it can't be disabled alone.
 */
final class EndSignals implements AutoCloseable {
    private record Former(Object signal, Object handler) {}

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final List<Former> formers = new ArrayList<>();

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
                // nohup(1) and shells that start jobs in the background want it ignored.
                handle.invoke(null, signal, former);
            } else {
                formers.add(new Former(signal, former));
            }
        } catch (ReflectiveOperationException missing) {
            // Without a handler the JVM ends at once, which is what a signal asks for.
        }
    }

    /** Restores what was there before. */
    @Override
    public void close() {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Method handle = signals.getMethod("handle", signals, Class.forName("sun.misc.SignalHandler"));
            for (Former former : formers) {
                handle.invoke(null, former.signal, former.handler);
            }
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("sun.misc.Signal was there before", missing);
        }
    }
}

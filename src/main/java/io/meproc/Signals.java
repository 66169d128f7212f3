package io.meproc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The signals that end the service.
 *
 * <p>A shutdown hook would not do: it does not hear a second signal. So this is {@code sun.misc.Signal}, which
 * every JDK has in its module {@code jdk.unsupported}; by reflection, since the compiler's warning about the
 * name can't be turned off alone.
 */
final class Signals {
    private static final List<String> ENDING = List.of("TERM", "INT", "HUP");

    private Signals() {}

    /** Calls {@code first} at the first signal, and {@code more} at each one after it. */
    static void onEnd(Runnable first, Runnable more) {
        AtomicBoolean ending = new AtomicBoolean();
        ENDING.forEach(name -> handle(name, () -> (ending.compareAndSet(false, true) ? first : more).run()));
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlers.getClassLoader(), new Class<?>[] {handlers}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object signal = signals.getConstructor(String.class).newInstance(name);
            Object ignore = handlers.getField("SIG_IGN").get(null);
            var handle = signals.getMethod("handle", signals, handlers);
            if (handle.invoke(null, signal, handler) == ignore) {
                // nohup(1) wants it so.
                handle.invoke(null, signal, ignore);
            }
        } catch (InvocationTargetException unknownHere) {
            // Windows has no HUP; the others are enough there.
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("this Java has no sun.misc.Signal", missing);
        }
    }
}

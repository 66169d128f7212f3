package io.meproc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers of the signals of the service, see the table in docs/operations.md. By default most of these signals
 * would end it at once and leave its processes running.
 *
 * <p>A shutdown hook does not suffice, since it is not notified of a second signal. So the handlers use {@code
 * sun.misc.Signal}, which every JDK has in its module {@code jdk.unsupported}; by reflection, since the compiler's
 * warning about the name can't be turned off separately.
 */
final class Signals {
    /**
     * XCPU: the limit of processor time is reached, and the kernel will send SIGKILL. PWR: a power failure, or LXC
     * stops its container.
     */
    private static final List<String> ENDING = List.of("TERM", "INT", "HUP", "XCPU", "PWR");

    private static final List<String> WITHOUT_MEANING = List.of("USR1", "ALRM", "VTALRM", "PROF", "POLL", "STKFLT");

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final long QUIET_NANOS = 60_000_000_000L;

    private Signals() {}

    /** Calls {@code first} at the first signal that ends the service, and {@code more} at each later one. */
    static void onEnd(Runnable first, Runnable more) {
        AtomicBoolean ending = new AtomicBoolean();
        ENDING.forEach(name -> handle(name, () -> {
            boolean isFirst = ending.compareAndSet(false, true);
            if (isFirst) {
                LOG.info("Signal {} received", name);
            }
            (isFirst ? first : more).run();
        }));
        WITHOUT_MEANING.forEach(Signals::ignore);
    }

    /** Ignores a signal, and logs it at most once a minute. */
    private static void ignore(String name) {
        AtomicLong logged = new AtomicLong(System.nanoTime() - QUIET_NANOS);
        handle(name, () -> {
            long last = logged.get();
            long now = System.nanoTime();
            if (now - last >= QUIET_NANOS && logged.compareAndSet(last, now)) {
                LOG.warn("Signal {} received and ignored; TERM ends Meproc", name);
            }
        });
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
                // nohup(1) relies on the signal staying ignored.
                handle.invoke(null, signal, ignore);
            }
        } catch (InvocationTargetException unknownHere) {
            // The system does not have this signal, as Windows lacks HUP and macOS lacks PWR.
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("this Java has no sun.misc.Signal", missing);
        }
    }
}

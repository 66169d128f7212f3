package io.meproc.process;

import io.meproc.task.Notice;
import io.meproc.task.Run;
import io.meproc.task.probe.Notification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives messages of runs by sd_notify(3). The socket is opened for the first run that may send any. A message counts
 * if the kernel's pid of its sender is in the process group of a run, or has its mark.
 */
final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final long MICROS = 1_000;

    /** A process of a run; the leader has the id of the process group as its pid. */
    record Sender(Run run, boolean leader) {}

    private final Path directory;
    private final String instanceId;
    private final IntFunction<@Nullable Sender> senders;
    private final BooleanSupplier live;
    private final Consumer<Notice> notices;
    private @Nullable NotifySocket socket;
    private boolean reported;

    /**
     * @param directory a folder of the service
     * @param senders finds the run of a process
     * @param live whether runs live, which a later service process may adopt
     * @param notices called by a thread of its own
     */
    Notices(
            Path directory,
            String instanceId,
            IntFunction<@Nullable Sender> senders,
            BooleanSupplier live,
            Consumer<Notice> notices) {
        this.directory = directory;
        this.instanceId = instanceId;
        this.senders = senders;
        this.live = live;
        this.notices = notices;
    }

    /** Opens the socket again if an earlier service process had it, whose runs may send messages. */
    synchronized void begin() {
        try {
            if (Files.exists(NotifyPath.of(directory, instanceId))) {
                open();
            }
        } catch (IOException | RuntimeException impossible) {
            LOG.warn("Messages of sd_notify are not received: {}", impossible.toString());
        }
    }

    /**
     * The variables of a run that may send messages.
     *
     * @return empty if there is no socket
     */
    synchronized Map<String, String> variables(@Nullable Notification wanted) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (wanted == null) {
            return variables;
        }
        try {
            variables.put("NOTIFY_SOCKET", open().path().toString());
            if (wanted.watchdog() != null) {
                variables.put("WATCHDOG_USEC", Long.toString(wanted.watchdog().toNanos() / MICROS));
            }
        } catch (IOException | RuntimeException impossible) {
            LOG.error(
                    "Messages of sd_notify can't be received, so that probes by notify fail: {}",
                    impossible.toString());
        }
        return variables;
    }

    private NotifySocket open() throws IOException {
        NotifySocket known = socket;
        if (known == null) {
            known = NotifySocket.open(NotifyPath.of(directory, instanceId), this::receive);
            socket = known;
        }
        return known;
    }

    private void receive(NotifyMessage message) {
        Sender sender = senders.apply(message.pid());
        if (sender != null) {
            notices.accept(new Notice(sender.run(), sender.leader(), message.fields()));
        } else if (!reported) {
            reported = true;
            LOG.warn(
                    "Process {} has sent a message by sd_notify, but is no process of a live run (or has ended already); it"
                            + " is ignored, as are further ones like it",
                    message.pid());
        }
    }

    @Override
    public synchronized void close() {
        NotifySocket known = socket;
        socket = null;
        if (known == null) {
            return;
        }
        known.close();
        if (!live.getAsBoolean()) {
            try {
                NotifyPath.remove(known.path());
            } catch (IOException inUse) {
                LOG.debug("{} stays", known.path(), inUse);
            }
        }
    }
}

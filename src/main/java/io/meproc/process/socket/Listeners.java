package io.meproc.process.socket;

import com.sun.jna.Native;
import io.meproc.linux.Syscalls;
import io.meproc.process.spawn.PassedSockets;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.command.ListenSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets that are held for tasks, from the first start of a task until it rests, so that connections wait
 * while its processes are replaced. Called by any thread.
 */
public final class Listeners implements AutoCloseable {
    /** The most processes in which a socket is searched for; each of them has it, if the kernel shares it at all. */
    private static final int MOST_SEARCHED = 8;

    private static final Lease NO_SOCKETS = new Lease(PassedSockets.NONE, List.of());

    /** The held sockets of each task, by their address. */
    private final Map<String, Map<ListenSocket.Address, Listener>> held = new HashMap<>();

    /** Copies of the descriptors of sockets, which stay open until this is closed, whatever happens to the task. */
    public record Lease(PassedSockets sockets, List<Integer> descriptors) implements AutoCloseable {
        @Override
        public void close() {
            descriptors.forEach(Syscalls::close);
        }
    }

    /**
     * Holds the sockets of a task, and returns copies for one of its processes.
     *
     * @param pids the processes of the task, which may have the sockets from an earlier service process
     */
    public Lease lease(String task, List<ListenSocket> sockets, Supplier<List<Integer>> pids) throws SpawnException {
        if (sockets.isEmpty()) {
            return NO_SOCKETS;
        }
        synchronized (this) {
            Map<ListenSocket.Address, Listener> all = holdAll(task, sockets, pids);
            List<Integer> copies = new ArrayList<>();
            for (ListenSocket socket : sockets) {
                Listener listener = all.get(socket.address());
                int copy = listener == null ? -1 : listener.copy();
                if (copy < 0) {
                    int errno = Native.getLastError();
                    copies.forEach(Syscalls::close);
                    throw SpawnException.of("sockets", "sockets", errno, "");
                }
                copies.add(copy);
            }
            return new Lease(new PassedSockets(sockets, copies), copies);
        }
    }

    /** Holds the sockets of a task; those of it that are not among them are closed. None ends the hold. */
    public synchronized void hold(String task, List<ListenSocket> sockets, Supplier<List<Integer>> pids)
            throws SpawnException {
        holdAll(task, sockets, pids);
    }

    private Map<ListenSocket.Address, Listener> holdAll(
            String task, List<ListenSocket> sockets, Supplier<List<Integer>> pids) throws SpawnException {
        Map<ListenSocket.Address, Listener> before = held.getOrDefault(task, Map.of());
        Map<ListenSocket.Address, Listener> after = new LinkedHashMap<>();
        before.forEach((address, listener) -> {
            if (sockets.stream().anyMatch(socket -> socket.address().equals(address))) {
                after.put(address, listener);
            } else {
                listener.end();
            }
        });
        held.put(task, after);
        for (ListenSocket socket : sockets) {
            Listener listener = after.get(socket.address());
            if (listener == null) {
                after.put(socket.address(), opened(socket, pids));
            } else if (!listener.socket().equals(socket)) {
                after.put(socket.address(), listener.changed(socket));
            }
        }
        if (after.isEmpty()) {
            held.remove(task);
        }
        return after;
    }

    private static Listener opened(ListenSocket socket, Supplier<List<Integer>> pids) throws SpawnException {
        for (int pid : pids.get().stream().limit(MOST_SEARCHED).toList()) {
            Listener found = Listener.ofProcess(pid, socket);
            if (found != null) {
                return found.changed(socket);
            }
        }
        return Listener.open(socket);
    }

    /** The reason for which a socket of a task can't be opened; null if all can. */
    public synchronized @Nullable String obstacle(String task, List<ListenSocket> sockets) {
        Map<ListenSocket.Address, Listener> own = held.getOrDefault(task, Map.of());
        for (ListenSocket socket : sockets) {
            try {
                if (!own.containsKey(socket.address())) {
                    Listener.open(socket).end();
                }
            } catch (SpawnException refused) {
                return refused.failure().words();
            }
        }
        return null;
    }

    /** Closes the sockets here; processes of tasks may have them further on. */
    @Override
    public synchronized void close() {
        held.values().forEach(each -> each.values().forEach(Listener::close));
        held.clear();
    }
}

package io.meproc.process.spawn;

import io.meproc.task.command.ListenSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The listening sockets that a process gets from descriptor 3 on, and the variables by which it finds them, see
 * sd_listen_fds(3).
 */
public final class PassedSockets {
    /** For a process without sockets. */
    public static final PassedSockets NONE = new PassedSockets(List.of(), List.of());

    /** The lowest descriptor of a held socket, above every one that a process gets. */
    public static final int LOWEST = 3 + ListenSocket.MOST;

    private static final String STEP = "sockets";
    private static final String PID = "LISTEN_PID";
    private static final int DIGITS = 20;

    private final List<ListenSocket> sockets;
    private final List<Integer> descriptors;
    private long pid;

    /** @param descriptors one for each socket, at least {@link #LOWEST} */
    public PassedSockets(List<ListenSocket> sockets, List<Integer> descriptors) {
        this.sockets = sockets;
        this.descriptors = descriptors;
    }

    boolean isEmpty() {
        return descriptors.isEmpty();
    }

    int highest() {
        return descriptors.stream().mapToInt(each -> each).max().orElse(0);
    }

    /** Adds the variables except LISTEN_PID. */
    void describe(Map<String, String> variables) {
        if (isEmpty()) {
            return;
        }
        variables.remove(PID);
        variables.put("LISTEN_FDS", Integer.toString(descriptors.size()));
        variables.put(
                "LISTEN_FDNAMES",
                sockets.stream()
                        .map(socket -> socket.name() == null ? "unknown" : socket.name())
                        .collect(Collectors.joining(":")));
    }

    /**
     * Stores the variable LISTEN_PID with an empty value, which the new process fills in: its pid is known to it alone
     * before it executes its program. Returns the address; 0 without sockets.
     */
    long reservePid(Scratch scratch) {
        if (isEmpty()) {
            return 0;
        }
        byte[] text = (PID + "=").getBytes(StandardCharsets.US_ASCII);
        long address = scratch.put(Arrays.copyOf(text, text.length + DIGITS + 1));
        pid = address + text.length;
        return address;
    }

    /** Fills in the reserved pid: the target of the link is the pid of the process that reads it, proc(5). */
    void writePid(ChildSetup setup, Scratch scratch) {
        setup.call(STEP, SystemCall.READLINKAT, ChildSetupBuilder.AT_FDCWD, scratch.text("/proc/self"), pid, DIGITS);
    }

    /** Moves the sockets to the descriptors from {@code first} on, without close-on-exec; returns the next one. */
    int place(ChildSetup setup, int first) {
        int next = first;
        for (int descriptor : descriptors) {
            setup.call(STEP, SystemCall.DUP3, descriptor, next, 0);
            next++;
        }
        return next;
    }
}

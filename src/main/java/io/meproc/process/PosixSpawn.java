package io.meproc.process;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * posix_spawn(3) as Meproc uses it: a process group of its own, no signal blocked or ignored, {@code /dev/null}
 * as input, one descriptor as output and error, nothing else open. Not a session of its own: that is a
 * scheduling group as well (sched(7), autogroup), which makes {@code nice} ineffective between programs.
 *
 * <p>What all children share is prepared once. For use by one thread at a time.
 */
final class PosixSpawn implements AutoCloseable {
    private static final short SETPGROUP = 0x02;
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final int FIRST_CLOSED = 3;

    private static final int O_RDONLY_CLOEXEC = 0x80000;

    // Generous: glibc's structures take 336, 80 and 128 bytes.
    private static final int ATTRIBUTES_SIZE = 1024;
    private static final int ACTIONS_SIZE = 512;
    private static final int SIGNAL_SET_SIZE = 128;

    private static final int LONGEST_ARGUMENT = 131_071;

    private final EnvironmentBlock environment;
    private final ArgumentBlock arguments = new ArgumentBlock();
    private final NativeBlock attributes = new NativeBlock(ATTRIBUTES_SIZE);
    private final NativeBlock actions = new NativeBlock(ACTIONS_SIZE);
    private final NativeBlock pid = new NativeBlock(Long.BYTES);
    private final int input;

    PosixSpawn(EnvironmentBlock environment) {
        this.environment = environment;
        this.input = Syscalls.open(NativeBlock.terminated("/dev/null"), O_RDONLY_CLOEXEC, 0);
        if (input < 0) {
            throw new IllegalStateException("/dev/null: " + Errno.words(Native.getLastError()));
        }
        Syscalls.posix_spawnattr_init(attributes.pointer());
        Syscalls.posix_spawnattr_setflags(attributes.pointer(), (short) (SETPGROUP | SETSIGDEF | SETSIGMASK));
        try (NativeBlock signals = new NativeBlock(SIGNAL_SET_SIZE)) {
            Syscalls.posix_spawnattr_setsigmask(attributes.pointer(), signals.pointer());
            signals.pointer().setMemory(0, SIGNAL_SET_SIZE, (byte) 0xFF);
            Syscalls.posix_spawnattr_setsigdefault(attributes.pointer(), signals.pointer());
        }
    }

    /** Starts {@code sh -c line} as that identity, writing to that descriptor; gives the pid. */
    int spawn(Identity identity, String line, String marker, int output) throws SpawnException {
        List<byte[]> strings = new ArrayList<>();
        identity.switching().forEach(word -> strings.add(bytes(word)));
        strings.add(bytes("/bin/sh"));
        strings.add(bytes("-c"));
        strings.add(bytes(line));
        int count = strings.size();
        strings.add(bytes(Marker.VARIABLE + "=" + marker));
        if (identity.variables().isEmpty()) {
            strings.addAll(environment.ownAccount());
        } else {
            identity.variables().forEach((name, value) -> strings.add(bytes(name + "=" + value)));
        }
        long[] addresses = arguments.write(strings, count);
        int errno = spawn(new Pointer(addresses[0]), output, environment.startingWith(addresses, count));
        if (errno != 0) {
            String program = identity.switching().isEmpty()
                    ? "/bin/sh"
                    : identity.switching().get(0);
            throw new SpawnException(why(errno, program, strings.get(count - 1).length));
        }
        return pid.pointer().getInt(0);
    }

    /** The descriptor of {@code /dev/null}. */
    int nothing() {
        return input;
    }

    /** Starts a process that ends at once and belongs to no run; gives the pid. */
    int idle() throws SpawnException {
        return spawn(Identity.OWN, ":", "", input);
    }

    private int spawn(Pointer program, int output, Pointer envp) {
        Pointer list = actions.pointer();
        int errno = Syscalls.posix_spawn_file_actions_init(list);
        if (errno != 0) {
            return errno;
        }
        try {
            errno = Syscalls.posix_spawn_file_actions_adddup2(list, input, 0);
            errno = errno != 0 ? errno : Syscalls.posix_spawn_file_actions_adddup2(list, output, 1);
            errno = errno != 0 ? errno : Syscalls.posix_spawn_file_actions_adddup2(list, output, 2);
            errno = errno != 0 ? errno : Syscalls.posix_spawn_file_actions_addclosefrom_np(list, FIRST_CLOSED);
            return errno != 0
                    ? errno
                    : Syscalls.posix_spawn(pid.pointer(), program, list, attributes.pointer(), arguments.table(), envp);
        } finally {
            Syscalls.posix_spawn_file_actions_destroy(list);
        }
    }

    private static String why(int errno, String program, int length) {
        String words = program + ": " + Errno.words(errno);
        return switch (errno) {
            case Errno.E2BIG ->
                length > LONGEST_ARGUMENT
                        ? words + ": cmd has " + length + " bytes, the kernel takes " + LONGEST_ARGUMENT + " at most"
                        : words + ": cmd and environment together are too large";
            case Errno.EAGAIN -> words + ": a limit on the number of processes is reached";
            default -> words;
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Syscalls.close(input);
        Syscalls.posix_spawnattr_destroy(attributes.pointer());
        pid.close();
        actions.close();
        attributes.close();
        arguments.close();
        environment.close();
    }
}

package io.meproc.process;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The few machine instructions that a new process runs before it becomes a program, in an executable page.
 *
 * <p>Between clone(2) and execve(2) the new process shares the supervisor's memory, and no Java can run there. So it
 * works off a list of system calls that Java has written, and touches nothing but that list. The sources, with a
 * comment for each instruction, are in src/main/asm, where a script assembles, compares and tries them.
 *
 * <p>The list, in longs: eight for the head, of which the first is to hold the address of the call that failed; then
 * eight for each call: its number, five arguments, whether it may fail, and its result.
 */
final class ChildCode implements AutoCloseable {
    private static final long PAGE = 4096;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;

    private final Pointer page;

    private ChildCode(Pointer page) {
        this.page = page;
    }

    /** Whether there is any for such a machine. */
    static boolean isThere(Abi abi) {
        return ChildCode.class.getResource(name(abi)) != null;
    }

    private static String name(Abi abi) {
        return "child." + abi.architecture();
    }

    /** Fails where memory can't be made executable. */
    static ChildCode load(Abi abi) {
        byte[] code = read(abi);
        Pointer page = Syscalls.mmap(Pointer.NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (Pointer.nativeValue(page) == -1) {
            throw new IllegalStateException("mmap: " + Errno.words(Native.getLastError()));
        }
        page.write(0, code, 0, code.length);
        if (Syscalls.mprotect(page, PAGE, PROT_READ | PROT_EXEC) != 0) {
            throw new IllegalStateException("mprotect: " + Errno.words(Native.getLastError()));
        }
        return new ChildCode(page);
    }

    private static byte[] read(Abi abi) {
        try (InputStream code = ChildCode.class.getResourceAsStream(name(abi))) {
            return Objects.requireNonNull(code, "no code for " + abi).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Where it begins; it takes the address of a list. */
    Pointer entry() {
        return page;
    }

    @Override
    public void close() {
        Syscalls.munmap(page, PAGE);
    }
}

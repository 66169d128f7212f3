package io.meproc.process;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * A few machine instructions in an executable page, for what Java can't do: run in a process that shares the JVM's memory
 * and has none of its threads, or in a signal handler. A page for data follows. The sources, with a comment for each
 * instruction, are in src/main/asm, where a script assembles, compares and tries them.
 */
final class MachineCode implements AutoCloseable {
    /** What a new process does before it is a program, see {@link Prologue}. */
    static final String CHILD = "child";

    /** The handler of SIGCHLD, see {@link Bell}. */
    static final String BELL = "bell";

    private static final long PAGE = 4096;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;

    private final Pointer pages;

    private MachineCode(Pointer pages) {
        this.pages = pages;
    }

    /** Whether there is any for such a machine. */
    static boolean isThere(Abi abi) {
        return MachineCode.class.getResource(file(CHILD, abi)) != null
                && MachineCode.class.getResource(file(BELL, abi)) != null;
    }

    private static String file(String piece, Abi abi) {
        return piece + "." + abi.architecture();
    }

    /** Fails where memory can't be made executable. */
    static MachineCode load(String piece, Abi abi) {
        byte[] code = read(file(piece, abi));
        Pointer pages =
                Syscalls.mmap(Pointer.NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (Pointer.nativeValue(pages) == -1) {
            throw new IllegalStateException("mmap: " + Errno.words(Native.getLastError()));
        }
        pages.write(0, code, 0, code.length);
        if (Syscalls.mprotect(pages, PAGE, PROT_READ | PROT_EXEC) != 0) {
            throw new IllegalStateException("mprotect: " + Errno.words(Native.getLastError()));
        }
        return new MachineCode(pages);
    }

    private static byte[] read(String file) {
        try (InputStream code = MachineCode.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(code, file).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Where it begins. */
    Pointer entry() {
        return pages;
    }

    /** What it may read, and Java may write. */
    Pointer data() {
        return pages.share(PAGE);
    }

    @Override
    public void close() {
        Syscalls.munmap(pages, 2 * PAGE);
    }
}

package io.meproc.process.spawn;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.meproc.linux.Abi;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Machine code in an executable page, for what Java can't do: run in a process that shares the JVM's memory and has
 * none of its threads.
 *
 * <p>The page is not written to after it has become executable: the kernel cleans the data cache and invalidates the
 * instruction cache when it first maps a page as executable (on arm64 __sync_icache_dcache in arch/arm64/mm/flush.c),
 * so that no such instruction is needed here.
 *
 * <p>The sources, with a comment for each instruction, are in src/main/asm, with a script that assembles, compares
 * and runs them.
 */
final class MachineCode implements AutoCloseable {
    /** The code of a new process before it executes a program, see {@link ChildSetup}. */
    static final String CHILD = "child";

    /** The argument of sysconf(3) in glibc. */
    private static final int SC_PAGESIZE = 30;

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;

    private final Pointer page;
    private final long pageSize;

    private MachineCode(Pointer page, long pageSize) {
        this.page = page;
        this.pageSize = pageSize;
    }

    /** Whether there is code for this architecture. */
    static boolean isThere(Abi abi) {
        return MachineCode.class.getResource(file(CHILD, abi)) != null;
    }

    private static String file(String piece, Abi abi) {
        return piece + "." + abi.architecture();
    }

    /** Loads the code; fails if memory can't be made executable. */
    static MachineCode load(String piece, Abi abi) {
        return load(piece, abi, Syscalls.sysconf(SC_PAGESIZE));
    }

    /** Loads the code into a page of this size, a multiple of the machine's page size. */
    static MachineCode load(String piece, Abi abi, long pageSize) {
        byte[] code = read(file(piece, abi));
        Pointer page =
                Syscalls.mmap(Pointer.NULL, pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (Pointer.nativeValue(page) == -1) {
            throw new IllegalStateException("mmap: " + Errno.words(Native.getLastError()));
        }
        page.write(0, code, 0, code.length);
        if (Syscalls.mprotect(page, pageSize, PROT_READ | PROT_EXEC) != 0) {
            throw new IllegalStateException("mprotect: " + Errno.words(Native.getLastError()));
        }
        return new MachineCode(page, pageSize);
    }

    private static byte[] read(String file) {
        try (InputStream code = MachineCode.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(code, file).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The address of the first instruction. */
    Pointer entry() {
        return page;
    }

    @Override
    public void close() {
        Syscalls.munmap(page, pageSize);
    }
}

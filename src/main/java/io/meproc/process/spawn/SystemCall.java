package io.meproc.process.spawn;

import io.meproc.linux.Abi;

/**
 * The system calls that a new process makes before it becomes a program, with their numbers: those of x86-64, and
 * those of the table that all newer architectures share (the kernel's asm-generic/unistd.h).
 */
public enum SystemCall {
    SETSID(112, 157),
    RT_SIGACTION(13, 134),
    RT_SIGPROCMASK(14, 135),
    DUP3(292, 24),
    CLOSE(3, 57),
    /** Since Linux 5.9. */
    CLOSE_RANGE(436, 436),
    OPENAT(257, 56),
    READLINKAT(267, 78),
    FCNTL(72, 25),
    WRITE(1, 64),
    CHDIR(80, 49),
    UMASK(95, 166),
    SETPRIORITY(141, 140),
    PRLIMIT64(302, 261),
    SETGROUPS(116, 159),
    SETRESGID(119, 149),
    SETRESUID(117, 147),
    PRCTL(157, 167),
    CAPSET(126, 91),
    EXECVE(59, 221),
    /** No system call: fails with ENOSYS. */
    NONE(-1, -1);

    private final int onX86;
    private final int elsewhere;

    SystemCall(int onX86, int elsewhere) {
        this.onX86 = onX86;
        this.elsewhere = elsewhere;
    }

    public int number(Abi abi) {
        return abi == Abi.AMD64 ? onX86 : elsewhere;
    }
}

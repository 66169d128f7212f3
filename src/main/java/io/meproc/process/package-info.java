/**
 * The process side: starts runs, signals them, and reports what happens to them.
 *
 * <p>{@link io.meproc.process.ProcessVerticle} turns {@link io.meproc.task.Order}s into work for a {@code
 * Launcher} and sends the {@link io.meproc.task.Report}s back. There are two launchers. The native one (Linux,
 * glibc) makes the system calls of a spawn itself: a child gets its own session, a clean signal state,
 * {@code /dev/null}, its log file, the attributes of its task, and nothing else; it costs the supervisor no thread, no
 * pipe and one file descriptor. The portable one goes through {@link java.lang.ProcessBuilder}, for every other
 * system. A {@code RunMonitor} follows the runs of either, and a {@code ProcessScanner} finds who has left a process group.
 *
 * <p>The native launcher detects exits by a pidfd of each process (pidfd_open(2)) and one thread in epoll(7), and
 * reaps by pid: a child that it did not start belongs to other code in this JVM, whose exit status must not be consumed.
 * A process without a pidfd is polled, within 1 s. The supervisor is a child subreaper (prctl(2)), so that
 * an orphan of a run becomes a child of the supervisor and is reaped within 1 s; without that it would go to process 1, and
 * an init that reaps late (or a container without one) would make a stopped run look alive. Process groups whose leader has
 * ended are polled.
 *
 * <p>A pid means nothing after its process was reaped. So reaping and signalling the same run exclude each
 * other, and a group whose leader is gone is signalled only while no process carries the leader's pid: as long
 * as a member lives, the kernel gives that number to nobody else.
 */
@NullMarked
package io.meproc.process;

import org.jspecify.annotations.NullMarked;

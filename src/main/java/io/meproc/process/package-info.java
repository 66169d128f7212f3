/**
 * The process side: starts runs, signals them, and reports what happens to them.
 *
 * <p>{@link io.meproc.process.ProcessVerticle} turns {@link io.meproc.task.Order}s into work for a {@code
 * Launcher} and sends the {@link io.meproc.task.Report}s back. There are two launchers. The native one (Linux,
 * glibc) makes the system calls of a spawn itself: a child gets its own session, a clean signal state,
 * {@code /dev/null}, its log file, what its task wants, and nothing else; it costs the supervisor no thread, no
 * pipe and no file descriptor. The portable one goes through {@link java.lang.ProcessBuilder}, for every other
 * system. A {@code Vigil} follows the runs of either, and a {@code Census} finds who has left a process group.
 *
 * <p>How the native launcher learns of deaths is the subtle part. One thread hears of them by a handler of SIGCHLD, and
 * reaps by pid: a child that it did not start belongs to somebody else in this JVM, whose exit status must not be
 * stolen. Since the kernel merges such signals, the thread also peeks, a moment later, at whatever child has ended
 * unheard. The supervisor is a child subreaper (prctl(2)), so that an orphan of a run, whose own
 * parent is gone, becomes a child of the supervisor and is noticed at the moment it ends; without that it would
 * go to process 1, and an init that reaps late (or a container without one) would make a stopped run look
 * alive. Process groups that can't be seen that way are polled.
 *
 * <p>A pid means nothing after its process was reaped. So reaping and signalling the same run exclude each
 * other, and a group whose leader is gone is signalled only while no process carries the leader's pid: as long
 * as a member lives, the kernel gives that number to nobody else.
 */
@NullMarked
package io.meproc.process;

import org.jspecify.annotations.NullMarked;

/**
 * How the verticles talk: addresses, the codec, and consumers that never leave a requester waiting.
 *
 * <p>Messages are the immutable records of {@link io.meproc.task}, passed by reference inside this JVM. By
 * direction: {@link io.meproc.task.Request} (http to supervisor), {@link io.meproc.task.Order} (supervisor
 * to process), {@link io.meproc.task.Report} (process to supervisor), {@link io.meproc.task.TaskEvent}
 * (supervisor to everybody).
 */
@NullMarked
package io.meproc.bus;

import org.jspecify.annotations.NullMarked;

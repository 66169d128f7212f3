/**
 * The event bus between the verticles: addresses, the codec, and consumers that answer every request.
 *
 * <p>Messages are the immutable records of {@link io.meproc.task}, passed by reference inside this JVM:
 *
 * <ul>
 *   <li>{@link io.meproc.task.Request}, from http to supervisor, answered with an {@link io.meproc.task.Answer};
 *   <li>{@link io.meproc.task.Order}, from supervisor to process;
 *   <li>{@link io.meproc.task.Report}, from process to supervisor;
 *   <li>{@link io.meproc.task.Event}, alarms and due fires, to the supervisor itself;
 *   <li>{@link io.meproc.task.Changes}, from supervisor to every reader of the table.
 * </ul>
 */
@NullMarked
package io.meproc.bus;

import org.jspecify.annotations.NullMarked;

/**
 * The pure core: tasks, the events of tasks, and the effects of each event.
 *
 * <p>Every class is a value or a function of values. {@link io.meproc.task.TaskTable} maps an event to the next table
 * and the effects to carry out, in order. Events carry their time; the package has no clock, thread, process or
 * message bus. It also defines the messages between the verticles: a {@link io.meproc.task.Request} requests a change
 * of the table, an {@link io.meproc.task.Order} is a command to the process side, a {@link io.meproc.task.Report} is
 * an observation of the process side, and a {@link io.meproc.task.TaskEvent} is published to every reader.
 */
@NullMarked
package io.meproc.task;

import org.jspecify.annotations.NullMarked;

/**
 * The pure core: what a task is, what may happen to it, and what is to be done about it.
 *
 * <p>Everything here is a value or a function of values. {@link io.meproc.task.TaskTable} takes an event and
 * gives the next table with the effects to carry out, in order; time arrives inside events, and nothing in
 * this package knows a clock, a thread, a process or a message bus. The words that travel between the
 * verticles are defined here as well, since they are the words the core thinks in: a {@link
 * io.meproc.task.Request} asks something of the table, an {@link io.meproc.task.Order} tells the process
 * side what to do with a run, a {@link io.meproc.task.Report} is what the process side saw, and {@link
 * io.meproc.task.TaskEvent} is what everybody may know.
 */
@NullMarked
package io.meproc.task;

import org.jspecify.annotations.NullMarked;

/**
 * Probes: finds out whether runs are ready and alive.
 *
 * <p>{@link io.meproc.probe.ProbeVerticle} receives {@link io.meproc.task.ProbeOrder}s and sends {@link
 * io.meproc.task.Event.Probed} when a probe comes to another conclusion. A {@code ProbeLoop} repeats a check and never has
 * two in flight; a {@code RunProbes} has the probes of one run.
 */
@NullMarked
package io.meproc.probe;

import org.jspecify.annotations.NullMarked;

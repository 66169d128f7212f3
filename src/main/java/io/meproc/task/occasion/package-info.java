/** The occasions for which the runs of a task are started: a fire, a missed fire, or a request. */
@NullMarked
package io.meproc.task.occasion;

import org.jspecify.annotations.NullMarked;

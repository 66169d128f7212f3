/** How it is found out whether a run is ready and alive. */
@NullMarked
package io.meproc.task.probe;

import org.jspecify.annotations.NullMarked;

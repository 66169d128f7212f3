/** How the processes of a task are replaced. */
@NullMarked
package io.meproc.task.update;

import org.jspecify.annotations.NullMarked;

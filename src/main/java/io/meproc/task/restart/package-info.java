/** When the runs of a task are restarted, and when its policy gives up. */
@NullMarked
package io.meproc.task.restart;

import org.jspecify.annotations.NullMarked;

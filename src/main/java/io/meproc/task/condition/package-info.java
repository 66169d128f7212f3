/** The conditions under which a task starts in other tasks. */
@NullMarked
package io.meproc.task.condition;

import org.jspecify.annotations.NullMarked;

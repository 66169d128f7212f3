/** The conditions that other tasks must meet before a task starts. */
@NullMarked
package io.meproc.task.condition;

import org.jspecify.annotations.NullMarked;

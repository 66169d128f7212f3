/** The targets of notifications about a task. */
@NullMarked
package io.meproc.task.hook;

import org.jspecify.annotations.NullMarked;

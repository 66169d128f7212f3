/** The resources that a run may use. */
@NullMarked
package io.meproc.task.limit;

import org.jspecify.annotations.NullMarked;

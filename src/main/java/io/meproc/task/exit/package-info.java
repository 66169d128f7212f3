/** How a run ends: what the operator wants of its end, and what came of it. */
@NullMarked
package io.meproc.task.exit;

import org.jspecify.annotations.NullMarked;

/** The ends of runs: stop plans, time limits and what counts as success; end causes and exit statuses. */
@NullMarked
package io.meproc.task.exit;

import org.jspecify.annotations.NullMarked;

/** What a replica executes, as whom, and what it finds around it when it starts. */
@NullMarked
package io.meproc.task.command;

import org.jspecify.annotations.NullMarked;

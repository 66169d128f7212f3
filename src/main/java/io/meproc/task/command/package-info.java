/** The command of a replica, its user, and its surroundings: environment, directory, input, limits. */
@NullMarked
package io.meproc.task.command;

import org.jspecify.annotations.NullMarked;

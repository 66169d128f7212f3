/** The verticle that owns the task table: it applies events to the table and carries out the effects. */
@NullMarked
package io.meproc.supervisor;

import org.jspecify.annotations.NullMarked;

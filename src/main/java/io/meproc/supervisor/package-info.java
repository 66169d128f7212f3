/** The owner of the task table: feeds it events and has its effects carried out. */
@NullMarked
package io.meproc.supervisor;

import org.jspecify.annotations.NullMarked;

/** The calls into the C library that processes and log files need, with their error numbers and memory. */
@NullMarked
package io.meproc.linux;

import org.jspecify.annotations.NullMarked;

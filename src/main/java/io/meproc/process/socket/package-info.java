/** The listening sockets that the supervisor holds for tasks. */
@NullMarked
package io.meproc.process.socket;

import org.jspecify.annotations.NullMarked;

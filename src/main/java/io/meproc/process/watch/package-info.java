/** How the exits of processes are detected (pidfd_open(2), epoll(7)) and reaped. */
@NullMarked
package io.meproc.process.watch;

import org.jspecify.annotations.NullMarked;

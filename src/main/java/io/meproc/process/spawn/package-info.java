/** How a process is spawned: the system calls between clone(2) and execve(2), and what they need. */
@NullMarked
package io.meproc.process.spawn;

import org.jspecify.annotations.NullMarked;

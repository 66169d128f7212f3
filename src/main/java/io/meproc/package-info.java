/** The composition root: the entry points of the service, for the command line and for other programs, and the assembly of its verticles. */
@NullMarked
package io.meproc;

import org.jspecify.annotations.NullMarked;

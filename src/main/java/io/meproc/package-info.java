/** The composition root: the program's entry point and the assembly of its verticles. */
@NullMarked
package io.meproc;

import org.jspecify.annotations.NullMarked;

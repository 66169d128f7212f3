/** Which processes belong to a run: the signs that prove it, and the process scan that reads them. */
@NullMarked
package io.meproc.process.scan;

import org.jspecify.annotations.NullMarked;

/** Work on the context of the process verticle, and aside of it. */
@NullMarked
package io.meproc.process.context;

import org.jspecify.annotations.NullMarked;

/**
 * Tasks as JSON, independent of the interface that carries them. Definitions are parsed strictly, with errors that name the
 * field and what is allowed; tasks are rendered without the values of their environment.
 */
@NullMarked
package io.meproc.json;

import org.jspecify.annotations.NullMarked;

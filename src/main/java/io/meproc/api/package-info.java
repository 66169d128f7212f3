/**
 * The interface of today, version 1, whatever carries it: calls come in and are answered here, for HTTP and for programs
 * in the same JVM alike. Knows the supervisor by its messages only.
 */
@NullMarked
package io.meproc.api;

import org.jspecify.annotations.NullMarked;

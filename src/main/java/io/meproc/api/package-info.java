/**
 * The calls of {@code /api/v1} and their answers, for HTTP and for messages from programs in the same JVM. This package
 * depends on the messages of the supervisor, not on the supervisor.
 */
@NullMarked
package io.meproc.api;

import org.jspecify.annotations.NullMarked;

/**
 * The way in: the HTTP interface and the static page, on one event loop.
 *
 * <p>Everything that comes in passes {@link io.meproc.http.Door} first. Requests about tasks become messages
 * to the supervisor; nothing here knows a task's state beyond the immutable table it was last shown.
 */
@NullMarked
package io.meproc.http;

import org.jspecify.annotations.NullMarked;

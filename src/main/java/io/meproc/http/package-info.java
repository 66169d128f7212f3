/**
 * The HTTP interfaces, the event stream and the static page, on one event loop.
 *
 * <p>Every request passes {@link io.meproc.http.CrossSiteFilter} first. Requests about tasks become messages to the supervisor;
 * the only state of tasks in this package is the latest immutable table that the supervisor has published.
 */
@NullMarked
package io.meproc.http;

import org.jspecify.annotations.NullMarked;

/**
 * The owner of the files that hold the output of replicas: it opens them for a spawn, reads and searches them by logical
 * offset, knows at which offset each run began, and removes empty folders. {@link io.meproc.logs.LogStore} is called by threads
 * that may block; readers send {@link io.meproc.logs.LogRequest}s to {@link io.meproc.logs.LogVerticle}, whose threads are its
 * own, so that a disk that hangs while it is read holds up neither a spawn nor a signal.
 */
@NullMarked
package io.meproc.logs;

import org.jspecify.annotations.NullMarked;

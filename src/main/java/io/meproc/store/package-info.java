/**
 * The owner of what outlives the service: definitions, desired state, replicas, runs and audit records. The supervisor and
 * readers of the history send {@link io.meproc.store.StoreRequest}s to it.
 */
@NullMarked
package io.meproc.store;

import org.jspecify.annotations.NullMarked;

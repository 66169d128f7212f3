/**
 * The sender of notifications: takes them from the outbox of the store, sends each until its target accepts it, and records
 * failures. It only reads tasks, runs and output, and nothing waits for it.
 */
@NullMarked
package io.meproc.hook;

import org.jspecify.annotations.NullMarked;

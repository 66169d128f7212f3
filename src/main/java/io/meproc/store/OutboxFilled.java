package io.meproc.store;

/** New notifications were committed. */
public record OutboxFilled() {}

package io.meproc.task;

import io.meproc.task.exit.Requester;

/** A request with its sender. */
public record SentRequest(Request request, Requester by) {}

package io.meproc.task;

import java.util.List;

/** What an event makes of a table: the next one, and what is to be done, in order. */
public record Next(TaskTable table, List<Effect> effects) {}

package io.meproc.task;

import java.util.List;

/** What an event makes of a table: the next one, what is to be done, in order, and what is not as it was. */
public record Next(TaskTable table, List<Effect> effects, Changes changes) {}

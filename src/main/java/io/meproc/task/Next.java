package io.meproc.task;

import java.util.List;

/** The result of an event: the next table, the effects to carry out in order, and the changes. */
public record Next(TaskTable table, List<Effect> effects, Changes changes) {}

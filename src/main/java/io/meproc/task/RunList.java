package io.meproc.task;

import java.util.List;

/**
 * The runs of the process side.
 *
 * @param runs the runs that were ordered and have not ended
 * @param outlived the processes that live of runs that have ended
 */
public record RunList(List<Run> runs, List<Report.Outlived> outlived) {}

package io.meproc.task;

/** A visitor of {@link TaskEvent}, with one method for each kind. */
public interface TaskEventReader {
    void taskStarted(TaskEvent.TaskStarted news);

    void taskStopped(TaskEvent.TaskStopped news);

    void taskWaits(TaskEvent.TaskWaits news);

    void fireSkipped(TaskEvent.FireSkipped news);

    void taskChanged(TaskEvent.TaskChanged news);

    void taskScaled(TaskEvent.TaskScaled news);

    void taskSignalled(TaskEvent.TaskSignalled news);

    void rollEnded(TaskEvent.RollEnded news);

    void processStarted(TaskEvent.ProcessStarted news);

    void processExited(TaskEvent.ProcessExited news);

    void processStopped(TaskEvent.ProcessStopped news);

    void processNotStarted(TaskEvent.ProcessNotStarted news);

    void processLingers(TaskEvent.ProcessLingers news);

    void processesOutlived(TaskEvent.ProcessesOutlived news);

    void processTimesOut(TaskEvent.ProcessTimesOut news);

    void processStuck(TaskEvent.ProcessStuck news);

    void healthChanged(TaskEvent.HealthChanged news);
}

package io.meproc.task;

/** A visitor of {@link TaskEvent}, with one method for each kind. */
public interface TaskEventVisitor {
    void taskStarted(TaskEvent.TaskStarted event);

    void taskStopped(TaskEvent.TaskStopped event);

    void taskWaits(TaskEvent.TaskWaits event);

    void fireSkipped(TaskEvent.FireSkipped event);

    void taskChanged(TaskEvent.TaskChanged event);

    void taskScaled(TaskEvent.TaskScaled event);

    void taskSignalled(TaskEvent.TaskSignalled event);

    void rollEnded(TaskEvent.RollEnded event);

    void processStarted(TaskEvent.ProcessStarted event);

    void processExited(TaskEvent.ProcessExited event);

    void processStopped(TaskEvent.ProcessStopped event);

    void processNotStarted(TaskEvent.ProcessNotStarted event);

    void processLingers(TaskEvent.ProcessLingers event);

    void processesOutlived(TaskEvent.ProcessesOutlived event);

    void processTimesOut(TaskEvent.ProcessTimesOut event);

    void processStuck(TaskEvent.ProcessStuck event);

    void healthChanged(TaskEvent.HealthChanged event);
}

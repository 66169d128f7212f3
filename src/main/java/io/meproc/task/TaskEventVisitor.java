package io.meproc.task;

/** A visitor of {@link TaskEvent}, with one method for each kind. */
public interface TaskEventVisitor {

    /** Calls the method for the kind of this event. */
    default void visit(TaskEvent event) {
        if (event instanceof TaskEvent.OfRun it) {
            visitRun(it);
        } else if (event instanceof TaskEvent.TaskStarted it) {
            taskStarted(it);
        } else if (event instanceof TaskEvent.TaskStopped it) {
            taskStopped(it);
        } else if (event instanceof TaskEvent.TaskChanged it) {
            taskChanged(it);
        } else if (event instanceof TaskEvent.TaskScaled it) {
            taskScaled(it);
        } else if (event instanceof TaskEvent.TaskSignalled it) {
            taskSignalled(it);
        } else if (event instanceof TaskEvent.RollEnded it) {
            rollEnded(it);
        } else if (event instanceof TaskEvent.Updated it) {
            updated(it);
        } else if (event instanceof TaskEvent.TaskWaits it) {
            taskWaits(it);
        } else if (event instanceof TaskEvent.NeedOverdue it) {
            needOverdue(it);
        } else if (event instanceof TaskEvent.NeedLost it) {
            needLost(it);
        } else if (event instanceof TaskEvent.EssentialFailed it) {
            essentialFailed(it);
        } else if (event instanceof TaskEvent.ServiceResumed it) {
            serviceResumed(it);
        } else if (event instanceof TaskEvent.HealthChanged it) {
            healthChanged(it);
        } else {
            visitSchedule(event);
        }
    }

    private void visitSchedule(TaskEvent event) {
        if (event instanceof TaskEvent.FireSkipped it) {
            fireSkipped(it);
        } else if (event instanceof TaskEvent.SchedulePaused it) {
            schedulePaused(it);
        } else if (event instanceof TaskEvent.ScheduleResumed it) {
            scheduleResumed(it);
        } else if (event instanceof TaskEvent.MissedFireStarted it) {
            missedFireStarted(it);
        } else if (event instanceof TaskEvent.SuccessOverdue it) {
            successOverdue(it);
        } else {
            throw new IllegalArgumentException("an event of an unknown kind: " + event);
        }
    }

    private void visitRun(TaskEvent.OfRun event) {
        if (event instanceof TaskEvent.ProcessStarted it) {
            processStarted(it);
        } else if (event instanceof TaskEvent.ProcessAdopted it) {
            processAdopted(it);
        } else if (event instanceof TaskEvent.ProcessExited it) {
            processExited(it);
        } else if (event instanceof TaskEvent.ProcessStopped it) {
            processStopped(it);
        } else if (event instanceof TaskEvent.ProcessNotStarted it) {
            processNotStarted(it);
        } else if (event instanceof TaskEvent.RestartLimitReached it) {
            restartLimitReached(it);
        } else if (event instanceof TaskEvent.ProcessLingers it) {
            processLingers(it);
        } else if (event instanceof TaskEvent.ProcessesOutlived it) {
            processesOutlived(it);
        } else if (event instanceof TaskEvent.ProcessTimesOut it) {
            processTimesOut(it);
        } else if (event instanceof TaskEvent.ProcessReady it) {
            processReady(it);
        } else if (event instanceof TaskEvent.ProcessNotReady it) {
            processNotReady(it);
        } else if (event instanceof TaskEvent.ProbeFailed it) {
            probeFailed(it);
        } else if (event instanceof TaskEvent.MemoryExceeded it) {
            memoryExceeded(it);
        } else if (event instanceof TaskEvent.ProcessStuck it) {
            processStuck(it);
        } else {
            throw new IllegalArgumentException("an event of an unknown kind: " + event);
        }
    }

    void taskStarted(TaskEvent.TaskStarted event);

    void taskStopped(TaskEvent.TaskStopped event);

    void taskChanged(TaskEvent.TaskChanged event);

    void taskScaled(TaskEvent.TaskScaled event);

    void taskSignalled(TaskEvent.TaskSignalled event);

    void rollEnded(TaskEvent.RollEnded event);

    void updated(TaskEvent.Updated event);

    void processStarted(TaskEvent.ProcessStarted event);

    void processAdopted(TaskEvent.ProcessAdopted event);

    void processExited(TaskEvent.ProcessExited event);

    void processStopped(TaskEvent.ProcessStopped event);

    void processNotStarted(TaskEvent.ProcessNotStarted event);

    void restartLimitReached(TaskEvent.RestartLimitReached event);

    void processLingers(TaskEvent.ProcessLingers event);

    void processesOutlived(TaskEvent.ProcessesOutlived event);

    void processTimesOut(TaskEvent.ProcessTimesOut event);

    void processReady(TaskEvent.ProcessReady event);

    void processNotReady(TaskEvent.ProcessNotReady event);

    void probeFailed(TaskEvent.ProbeFailed event);

    void memoryExceeded(TaskEvent.MemoryExceeded event);

    void processStuck(TaskEvent.ProcessStuck event);

    void taskWaits(TaskEvent.TaskWaits event);

    void needOverdue(TaskEvent.NeedOverdue event);

    void needLost(TaskEvent.NeedLost event);

    void fireSkipped(TaskEvent.FireSkipped event);

    void schedulePaused(TaskEvent.SchedulePaused event);

    void scheduleResumed(TaskEvent.ScheduleResumed event);

    void missedFireStarted(TaskEvent.MissedFireStarted event);

    void successOverdue(TaskEvent.SuccessOverdue event);

    void essentialFailed(TaskEvent.EssentialFailed event);

    void serviceResumed(TaskEvent.ServiceResumed event);

    void healthChanged(TaskEvent.HealthChanged event);
}

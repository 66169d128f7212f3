package io.meproc.task;

/** Takes in what the supervisor reports; one method for each kind of {@link News}. */
public interface NewsReader {
    void taskStarted(News.TaskStarted news);

    void taskStopped(News.TaskStopped news);

    void taskWaits(News.TaskWaits news);

    void fireSkipped(News.FireSkipped news);

    void taskChanged(News.TaskChanged news);

    void taskScaled(News.TaskScaled news);

    void taskSignalled(News.TaskSignalled news);

    void rollEnded(News.RollEnded news);

    void processStarted(News.ProcessStarted news);

    void processExited(News.ProcessExited news);

    void processStopped(News.ProcessStopped news);

    void processNotStarted(News.ProcessNotStarted news);

    void processLingers(News.ProcessLingers news);

    void processesOutlived(News.ProcessesOutlived news);

    void processTimesOut(News.ProcessTimesOut news);

    void processStuck(News.ProcessStuck news);

    void healthChanged(News.HealthChanged news);
}

package io.meproc.task;

/** Handles processes of a run that are found after its end. */
final class LateLeftovers {
    private LateLeftovers() {}

    /** Reports the processes, and adds them to the end of that run if it still is the last run of its replica. */
    static void note(Transition transition, Report.Outlived report) {
        Run run = report.run();
        Task task = transition.tasks().find(run.replica().task());
        if (task == null) {
            return;
        }
        transition.report(new TaskEvent.ProcessesOutlived(run, report.leftovers()));
        int index = run.replica().index();
        if (index < task.size()) {
            Replica before = task.replica(index);
            History history = before.history().outlived(report.leader(), report.leftovers());
            transition.put(transition.with(
                    task, index, before.with(before.state(), history, before.alarm(), before.readiness())));
        }
    }
}

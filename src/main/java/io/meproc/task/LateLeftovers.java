package io.meproc.task;

/** What is found of a run after its end. */
final class LateLeftovers {
    private LateLeftovers() {}

    /** Publishes it, and notes it in the end of that run if that is still the last one of its replica. */
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
            transition.put(task.with(index, before.with(before.state(), history, before.alarm())));
        }
    }
}

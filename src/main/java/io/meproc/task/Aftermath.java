package io.meproc.task;

/** What is found of a run after its end. */
final class Aftermath {
    private Aftermath() {}

    /** Publishes it, and notes it in the end of that run if that is still the last one of its replica. */
    static void note(Turn turn, Report.Outlived report) {
        Run run = report.run();
        Task task = turn.tasks().find(run.replica().task());
        if (task == null) {
            return;
        }
        turn.tell(new News.ProcessesOutlived(run, report.leftovers()));
        int index = run.replica().index();
        if (index < task.size()) {
            Replica before = task.replica(index);
            History history = before.history().outlived(report.leader(), report.leftovers());
            turn.put(task.with(index, before.with(before.state(), history, before.alarm())));
        }
    }
}

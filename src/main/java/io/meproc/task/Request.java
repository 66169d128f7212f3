package io.meproc.task;

/** What people and programs may ask of the task table. */
public sealed interface Request {

    /** The task it is about. */
    String name();

    /** Whether the answer comes when it is done; false: when it is under way. */
    boolean patient();

    /** Does it in this turn of the table. */
    void carryOut(Turn turn, long ticket);

    /** Start a new task. */
    record Start(TaskDefinition definition, boolean patient) implements Request {
        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.requests().start(this, ticket);
        }
    }

    /** Stop a listed task and start it again. */
    record Restart(String name, boolean patient) implements Request {
        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.requests().restart(this, ticket);
        }
    }

    /** Stop a task and forget it. */
    record Remove(String name, boolean patient) implements Request {
        @Override
        public void carryOut(Turn turn, long ticket) {
            turn.requests().remove(this, ticket);
        }
    }
}

package io.meproc.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the supervisor tells everybody. */
public sealed interface News {

    /** The task it is about. */
    String task();

    /** Has {@code reader} take it in. */
    void readBy(Reader reader);

    /** Somebody who wants to know; one method for each piece of news. */
    interface Reader {
        void taskStarted(TaskStarted news);

        void taskStopped(TaskStopped news);

        void taskWaits(TaskWaits news);

        void fireSkipped(FireSkipped news);

        void processExited(ProcessExited news);

        void processStopped(ProcessStopped news);

        void processNotStarted(ProcessNotStarted news);

        void processLingers(ProcessLingers news);

        void processStuck(ProcessStuck news);
    }

    /** Processes of the task have been started, {@code of} of them asked for. */
    record TaskStarted(String task, Command command, int processes, int of) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.taskStarted(this);
        }
    }

    /** What ran of the task has been stopped by request. */
    record TaskStopped(String task, Command command) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.taskStopped(this);
        }
    }

    /** A process ended by itself; {@code next} is when its policy starts it again. */
    record ProcessExited(Run run, Command command, History.End end, Optional<Instant> next) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.processExited(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** A process ended because the supervisor wanted it to; {@code forced} when it took SIGKILL. */
    record ProcessStopped(Run run, Command command, History.End end, boolean forced) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.processStopped(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** A replica could not be started; {@code next} is when its policy tries again. */
    record ProcessNotStarted(Run run, Instant at, String reason, Optional<Instant> next) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.processNotStarted(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** The first process of a run has ended and left others behind, which are being ended. */
    record ProcessLingers(Run run, long pid) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.processLingers(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** Something of a run has survived SIGKILL. */
    record ProcessStuck(Run run, long pid) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.processStuck(this);
        }

        @Override
        public String task() {
            return run.replica().task();
        }
    }

    /** A task waits for others; {@code blockers} are running. */
    record TaskWaits(String task, List<String> blockers) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.taskWaits(this);
        }
    }

    /** A cron task did not start at its time, because of {@code why}. */
    record FireSkipped(String task, Instant fire, String why) implements News {
        @Override
        public void readBy(Reader reader) {
            reader.fireSkipped(this);
        }
    }
}

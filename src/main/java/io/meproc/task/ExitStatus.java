package io.meproc.task;

/** How the leader of a run ended, as waitpid(2) tells it: exit code and signal are different things. */
public sealed interface ExitStatus {

    /** In words, to follow "exit": {@code code 3}, {@code signal 9 (KILL)}. */
    String words();

    /** Whether the run did what it was to do. */
    boolean success();

    /** The process called exit(3) with this code, 0 to 255. */
    record Exited(int code) implements ExitStatus {
        @Override
        public String words() {
            return "code " + code;
        }

        @Override
        public boolean success() {
            return code == 0;
        }
    }

    /** The process was ended by this signal; {@code core} when it left a core dump. */
    record Signaled(int signal, boolean core) implements ExitStatus {
        @Override
        public String words() {
            return "signal " + signal + " (" + SignalNames.of(signal) + ")" + (core ? ", core dumped" : "");
        }

        @Override
        public boolean success() {
            return false;
        }
    }

    /** The process is gone and nobody could tell how. */
    record Unknown(String why) implements ExitStatus {
        @Override
        public String words() {
            return "unknown (" + why + ")";
        }

        @Override
        public boolean success() {
            return false;
        }
    }
}

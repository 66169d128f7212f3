package io.meproc.task.exit;

/** The exit status of a run's leader, as reported by wait4(2) and the kernel's memory controller. */
public sealed interface ExitStatus {

    /** The kind in one or two words, for programs. */
    String kind();

    /** A description that can follow "exit": {@code code 3}, {@code signal 9 (KILL)}. */
    String words();

    /** The process called exit(3) with this code, 0 to 255. */
    record Exited(int code) implements ExitStatus {
        @Override
        public String kind() {
            return "exited";
        }

        @Override
        public String words() {
            return "code " + code;
        }
    }

    /** The process was ended by this signal; {@code core} if it left a core dump. */
    record Signaled(int signal, boolean core) implements ExitStatus {
        @Override
        public String kind() {
            return "signaled";
        }

        @Override
        public String words() {
            return "signal " + signal + " (" + Signal.name(signal) + ")" + (core ? ", core dumped" : "");
        }
    }

    /** The kernel ended the process because memory ran out, as reported by oom_kill in memory.events. */
    record KilledForMemory() implements ExitStatus {
        @Override
        public String kind() {
            return "killed for memory";
        }

        @Override
        public String words() {
            return "killed by the kernel, out of memory";
        }
    }

    /** The process has ended, and its exit status could not be obtained. */
    record Unknown(String why) implements ExitStatus {
        @Override
        public String kind() {
            return "unknown";
        }

        @Override
        public String words() {
            return "unknown (" + why + ")";
        }
    }
}

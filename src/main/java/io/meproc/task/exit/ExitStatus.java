package io.meproc.task.exit;

/** How the leader of a run ended, as wait4(2) and the kernel's memory controller tell it. */
public sealed interface ExitStatus {

    /** One or two words for the kind of it, for programs. */
    String kind();

    /** In words, to follow "exit": {@code code 3}, {@code signal 9 (KILL)}. */
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

    /** The process was ended by this signal; {@code core} when it left a core dump. */
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

    /** The kernel ended the process because its memory ran out, and says so (memory.events, oom_kill). */
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

    /** The process is gone and nobody could tell how. */
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

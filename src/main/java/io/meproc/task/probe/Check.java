package io.meproc.task.probe;

import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a probe does to find out whether a run works. */
public sealed interface Check {

    /** The field of a definition. */
    String word();

    /** An upper estimate of the memory that its texts need, in bytes. */
    long bytes();

    /** Whether it is made again and again; otherwise its time-out is the time in which the run has to pass it. */
    default boolean periodic() {
        return true;
    }

    /**
     * Passes if a GET request is answered with a status in a range. Redirects are not followed.
     *
     * @param secure whether it uses TLS; the certificate is not verified, as in Kubernetes
     * @param host an IP address, or {@code localhost}
     * @param path with the query
     * @param headers by name
     * @param from the lowest status that passes
     * @param to the highest status that passes
     */
    record Http(boolean secure, String host, ProbePort port, String path, Map<String, String> headers, int from, int to)
            implements Check {
        public static final int FROM = 200;
        public static final int TO = 399;
        public static final int MOST_HEADERS = 20;

        public Http {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        @Override
        public String word() {
            return "http";
        }

        @Override
        public long bytes() {
            return Command.bytes(host)
                    + Command.bytes(path)
                    + headers.entrySet().stream()
                            .mapToLong(each -> Command.bytes(each.getKey()) + Command.bytes(each.getValue()))
                            .sum();
        }
    }

    /**
     * Passes if a connection is accepted.
     *
     * @param host an IP address, or {@code localhost}
     */
    record Tcp(String host, ProbePort port) implements Check {
        public static final String LOOPBACK = "127.0.0.1";

        @Override
        public String word() {
            return "tcp";
        }

        @Override
        public long bytes() {
            return Command.bytes(host);
        }
    }

    /** Passes if a program exits with code 0. It has the user and the surroundings of the task. */
    record Exec(Program program) implements Check {
        @Override
        public String word() {
            return "exec";
        }

        @Override
        public long bytes() {
            return program.bytes();
        }
    }

    /**
     * Passes as soon as a line of the run's output contains a match, and never fails from then on.
     *
     * @param match a regular expression of RE2 (github.com/google/re2/wiki/Syntax)
     */
    record Output(String match) implements Check {
        public static final int MOST_BYTES = 1_000;

        @Override
        public String word() {
            return "output";
        }

        @Override
        public boolean periodic() {
            return false;
        }

        @Override
        public long bytes() {
            return Command.bytes(match);
        }
    }

    /** Is decided by messages of the run, see sd_notify(3). */
    record Notify(Access access) implements Check {
        /** Which processes of a run may send messages. */
        public enum Access {
            /** The leader. */
            MAIN,
            ALL;

            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }

            public static List<String> words() {
                return List.of(MAIN.word(), ALL.word());
            }
        }

        @Override
        public String word() {
            return "notify";
        }

        @Override
        public boolean periodic() {
            return false;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }
}

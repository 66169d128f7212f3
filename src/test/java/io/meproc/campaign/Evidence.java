package io.meproc.campaign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files in which processes of tasks note what happens to them, independent of the service. */
final class Evidence {
    /**
     * The script of each process, called with its time to live in seconds, its exit code, and what to do at its start and at
     * SIGTERM. Every process of a run inherits the lock of its replica.
     */
    private static final String SCRIPT = """
            run=${MEPROC_REPLICA#*/*/*/}
            run=${run%%%%/*}
            finish() {
                trap '' TERM
                echo "$run $1 $(date +%%s%%N)" >>'%1$s/ends'
                exit "$1"
            }
            lock="%1$s/lock-$MEPROC_TASK-$MEPROC_REPLICA_INDEX"
            exec 9>>"$lock"
            if ! flock -n 9; then
                echo "$run of $MEPROC_TASK:$MEPROC_REPLICA_INDEX beside $(tail -n 1 "$lock")" >>'%1$s/clashes'
                exit 99
            fi
            echo "$run, pid $$" >&9
            echo "$run $MEPROC_TASK $(date +%%s%%N)" >>'%1$s/starts'
            eval "$3"
            i=0
            while [ $i -lt 5 ]; do
                echo "$run $i"
                i=$((i + 1))
            done
            trap "$4; finish 7" TERM
            sleep "$1" &
            wait $!
            finish "$2"
            """;

    private final Path directory;

    /** An end that a process has noted. */
    record Noted(int code, long nanos) {}

    Evidence(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        for (String file : List.of("starts", "ends", "clashes")) {
            Files.createFile(directory.resolve(file));
        }
        Files.writeString(script(), SCRIPT.formatted(directory));
    }

    private Path script() {
        return directory.resolve("work.sh");
    }

    /** The command of a task. */
    String command(String seconds, int code, String atStart, String atStop) {
        return "exec sh %s %s %d '%s' '%s'".formatted(script(), seconds, code, atStart, atStop);
    }

    /** A shell line that sends SIGKILL to the service. */
    String killsTheService() {
        return "kill -9 $(cat %s)".formatted(pidFile());
    }

    Path pidFile() {
        return directory.resolve("pid");
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(directory.resolve(file), ISO_8859_1);
    }

    /** A begin that a process has noted. */
    record Begun(String task, long nanos) {}

    /** The runs that have begun, by the number of the run. */
    Map<Long, Begun> starts() throws IOException {
        Map<Long, Begun> starts = new HashMap<>();
        for (String line : lines("starts")) {
            String[] words = line.split(" ", -1);
            starts.put(Long.parseLong(words[0]), new Begun(words[1], Long.parseLong(words[2])));
        }
        return starts;
    }

    /** The runs that began while another run of their replica was live. */
    List<String> clashes() throws IOException {
        return lines("clashes");
    }

    /** The ends of the runs that were not killed, by the number of the run. */
    Map<Long, Noted> ends() throws IOException {
        Map<Long, Noted> ends = new HashMap<>();
        for (String line : lines("ends")) {
            String[] words = line.split(" ", -1);
            ends.put(Long.parseLong(words[0]), new Noted(Integer.parseInt(words[1]), Long.parseLong(words[2])));
        }
        return ends;
    }

    /** The numbers of the live runs of a data directory, by the marks of their processes. */
    static Map<Long, Long> marked(String instance) throws IOException {
        Map<Long, Long> marked = new HashMap<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .toList()) {
                for (String variable : environment(process).split("\0", -1)) {
                    if (variable.startsWith("MEPROC_REPLICA=" + instance + "/")) {
                        marked.put(
                                Long.parseLong(process.getFileName().toString()),
                                Long.parseLong(variable.split("/", -1)[3]));
                    }
                }
            }
        }
        return marked;
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}

package io.meproc.task;

import java.time.Instant;
import java.util.List;

/**
 * The runs of an earlier service process, and what has become of them; the answer to {@link Order.Adopt}. The end of an
 * adopted run is reported like that of any other.
 *
 * @param adopted the runs that live and are proven to be runs of this data directory
 * @param gone the claimed runs of which no process is left
 * @param unverified processes that may belong to a claimed run, without proof; they are neither signalled nor adopted
 */
public record Adoption(List<Adopted> adopted, List<Gone> gone, List<Unverified> unverified) {
    /** The answer if there is nothing to adopt. */
    public static final Adoption NONE = new Adoption(List.of(), List.of(), List.of());

    public Adoption {
        adopted = List.copyOf(adopted);
        gone = List.copyOf(gone);
        unverified = List.copyOf(unverified);
    }

    /**
     * A run that lives.
     *
     * @param pid the pid of the leader, which may have ended before other processes of the run
     * @param started as in {@link RunRecord}
     * @param since when the leader was started; steady time
     * @param output the length of the replica's output when the run began, if the claim has it; -1 otherwise
     */
    public record Adopted(Run run, long pid, long started, Instant since, long output) {}

    /**
     * A claimed run of which no process is left.
     *
     * @param why a description for messages, such as {@code the machine was restarted}
     */
    public record Gone(Run run, String why) {}

    /**
     * A process that may belong to a claimed run.
     *
     * @param command its command line, truncated
     * @param why what the proof lacks, for messages
     */
    public record Unverified(Run run, long pid, long started, String command, String why) {}
}

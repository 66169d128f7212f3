package io.meproc.process;

/**
 * The programs and the notify socket of probes.
 *
 * @param programs the programs of probes
 * @param notices the messages of runs
 */
record ProbeSide(ProbePrograms programs, Notices notices) implements AutoCloseable {
    void begin() {
        programs.begin();
        notices.begin();
    }

    @Override
    public void close() {
        notices.close();
        programs.close();
    }
}

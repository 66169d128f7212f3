package io.meproc.process;

/**
 * What probes need of the machine.
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

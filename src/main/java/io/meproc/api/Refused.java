package io.meproc.api;

/** The failure of a request that is answered with a problem. */
public class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}

package io.meproc.api;

/** A request that is not carried out, for a reason that has an answer of its own. */
public class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** Why. */
    public Problem problem() {
        return problem;
    }
}

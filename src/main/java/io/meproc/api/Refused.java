package io.meproc.api;

/** A call that is not carried out. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Refused(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static Refused query(String parameter, String message, String allowed) {
        return new Refused(Problem.query(parameter, message, allowed));
    }

    Problem problem() {
        return problem;
    }
}

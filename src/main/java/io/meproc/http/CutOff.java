package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Refused;

/** A request whose rest is not waited for: its connection is closed after the answer. */
final class CutOff extends Refused {
    private static final long serialVersionUID = 1;

    CutOff(Problem problem) {
        super(problem);
    }
}

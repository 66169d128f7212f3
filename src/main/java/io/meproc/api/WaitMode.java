package io.meproc.api;

import io.meproc.json.InvalidInput;

/** The parameter {@code wait}: how far a change has to be before it is answered. */
enum WaitMode {
    /** Nothing. */
    NO,
    /** The change is done. */
    DONE,
    /** The change is done, and the replicas are ready. */
    READY;

    private static final String NAME = "wait";

    static WaitMode of(Parameters parameters) throws InvalidInput {
        String value = parameters.text(NAME);
        return switch (value == null ? "true" : value) {
            case "true" -> DONE;
            case "false" -> NO;
            case "ready" -> READY;
            default -> throw InvalidInput.value(NAME, String.valueOf(value), "true, false or ready");
        };
    }

    boolean waits() {
        return this != NO;
    }
}

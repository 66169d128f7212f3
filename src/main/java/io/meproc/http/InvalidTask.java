package io.meproc.http;

/** What was sent does not describe a task; has the original's message and, as its detail, the field at fault. */
final class InvalidTask extends Exception {
    static final String FIELD = "Invalid JSON field";

    private static final long serialVersionUID = 1;
    private final String original;

    InvalidTask(String original, String detail) {
        super(detail);
        this.original = original;
    }

    static InvalidTask field(String detail) {
        return new InvalidTask(FIELD, detail);
    }

    Envelope answer() {
        return Envelope.of(400, original).detail(String.valueOf(getMessage()));
    }
}

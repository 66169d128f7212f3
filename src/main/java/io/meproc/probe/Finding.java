package io.meproc.probe;

/**
 * The result of one check.
 *
 * @param detail a description for messages
 */
record Finding(boolean passed, String detail) {
    private static final int LONGEST = 300;

    Finding {
        detail = detail.length() > LONGEST ? detail.substring(0, LONGEST) + "..." : detail;
    }

    static Finding passed(String detail) {
        return new Finding(true, detail);
    }

    static Finding failed(String detail) {
        return new Finding(false, detail);
    }
}

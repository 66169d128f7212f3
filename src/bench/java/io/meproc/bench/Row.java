package io.meproc.bench;

/** One line of the table; {@code met} is empty where there is no aim. */
record Row(String what, String meproc, String floor, String ratio, String aim, String met) {
    static final String NONE = "-";

    /** A figure that stands for itself. */
    static Row alone(String what, String meproc) {
        return new Row(what, meproc, NONE, NONE, NONE, NONE);
    }

    Row aim(String words, boolean reached) {
        return new Row(what, meproc, floor, ratio, words, reached ? "yes" : "NO");
    }

    Row floor(String words) {
        return new Row(what, meproc, words, ratio, aim, met);
    }

    Row ratio(String words) {
        return new Row(what, meproc, floor, words, aim, met);
    }
}

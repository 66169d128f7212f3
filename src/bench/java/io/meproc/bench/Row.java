package io.meproc.bench;

/** One line of the table; {@code met} is empty where there is no aim. */
record Row(String what, String meproc, String floor, String ratio, String aim, String met) {
    static final String NONE = "-";

    /** A figure that stands for itself. */
    static Row alone(String what, String meproc) {
        return new Row(what, meproc, NONE, NONE, NONE, NONE);
    }

    /** Medians beside those of the floor, by a format of one value; without a floor it says why. */
    static Row beside(String what, Sample meproc, Sample floor, String format) {
        Row row = alone(what, Sample.text(format, meproc.median()));
        return floor.isEmpty()
                ? row.floor(Floors.MISSING)
                : row.floor(Sample.text(format, floor.median())).ratio(meproc.ratioTo(floor));
    }

    /** Milliseconds, median and 99th percentile, beside those of the floor. */
    static Row beside(String what, Sample meproc, Sample floor) {
        Row row = alone(what, meproc.words("ms"));
        return floor.isEmpty()
                ? row.floor(Floors.MISSING)
                : row.floor(floor.words("ms")).ratio(meproc.ratioTo(floor));
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

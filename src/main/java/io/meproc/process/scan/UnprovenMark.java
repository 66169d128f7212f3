package io.meproc.process.scan;

import java.util.Locale;

/**
 * A process whose environment names a run of this data directory without proof. It is treated as one without a mark.
 *
 * @param claimed the run that it names, in any form
 */
record UnprovenMark(ProcFiles.Stat stat, String claimed) {
    private static final int LONGEST = 80;

    static UnprovenMark of(ProcFiles.Stat stat, String value) {
        String[] parts = value.split("/", -1);
        StringBuilder shown = new StringBuilder();
        (parts.length > 2 ? parts[1] + ":" + parts[2] : "no replica")
                .codePoints()
                .limit(LONGEST)
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .forEach(shown::appendCodePoint);
        return new UnprovenMark(stat, shown.toString());
    }

    /** A description for the log, without the rest of the mark. */
    String words() {
        ProcFiles.Users users = ProcFiles.users(stat.pid());
        return String.format(
                Locale.ROOT,
                "%d (%s)%s carries the mark of %s",
                stat.pid(),
                ProcFiles.command(stat),
                users == null ? "" : " of uid " + users.real(),
                claimed);
    }
}

package io.meproc.task.probe;

import java.util.Locale;

/** The kinds of probes, see {@link Probes}. */
public enum ProbeKind {
    STARTUP,
    READY,
    LIVE;

    /** The field of a definition. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.meproc.probe;

import io.meproc.task.Event;
import io.meproc.task.probe.ProbeKind;

/** Receives what the probes of a run conclude. */
interface Conclusions {
    void concluded(ProbeKind kind, Event.Probed.Verdict verdict, String detail);

    /** The run describes its status. */
    void status(String text);
}

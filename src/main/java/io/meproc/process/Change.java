package io.meproc.process;

/** What a look at a run has brought to light; each change is told once. */
enum Change {
    NONE,
    LEADER_ENDED,
    GONE
}

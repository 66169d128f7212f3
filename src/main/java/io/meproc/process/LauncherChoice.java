package io.meproc.process;

/** Which launcher an operator asked for. */
public enum LauncherChoice {
    /** The native one where it works and was checked, the portable one elsewhere. */
    AUTO,
    /** System calls of its own; the service does not start where that is impossible. */
    NATIVE,
    /** {@link ProcessBuilder}. */
    PORTABLE
}

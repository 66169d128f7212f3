package io.meproc.process;

/** The configured launcher. */
public enum LauncherChoice {
    /** The native launcher if it works on this machine and is checked for it, otherwise the portable one. */
    AUTO,
    /** The native launcher; the service does not start if it does not work. */
    NATIVE,
    /** The portable launcher, which uses {@link ProcessBuilder}. */
    PORTABLE
}

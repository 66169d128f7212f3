package io.meproc.process.scan;

/** Whether the kernel reports forks to this process. */
public final class ForkReports {
    private ForkReports() {}

    public static boolean areAvailable() {
        ForkEvents events = ForkEvents.open();
        if (events != null) {
            events.close();
        }
        return events != null;
    }
}

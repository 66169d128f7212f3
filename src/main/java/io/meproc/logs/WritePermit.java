package io.meproc.logs;

import org.jspecify.annotations.Nullable;

/** Whether this Meproc may start processes and write to its log directory; for threads that may block. */
@FunctionalInterface
public interface WritePermit {
    /** The permit of a service whose directories no other service can use. */
    WritePermit ALWAYS = () -> null;

    /** The reason why nothing may be started now; null if it may. */
    @Nullable
    String obstacle();
}

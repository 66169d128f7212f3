package io.meproc.logs;

import org.jspecify.annotations.Nullable;

/** Decides, for threads that may block, whether this Meproc may start processes and write to its log directory. */
@FunctionalInterface
public interface WritePermit {
    /** Of a service whose directories nobody else can use. */
    WritePermit ALWAYS = () -> null;

    /** Why nothing may be started now; null when something may. */
    @Nullable
    String obstacle();
}

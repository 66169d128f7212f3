package io.meproc.task.exit;

/**
 * The reason why a process could not be started.
 *
 * @param step the step that failed, such as {@code chdir}, {@code user}, {@code limits nofile} or {@code exec}
 * @param errno the name of the kernel's error, such as {@code ENOENT}; empty if the kernel did not refuse
 * @param words the description for messages
 * @param passing whether a retry may succeed, because a resource was lacking
 */
public record StartFailure(String step, String errno, String words, boolean passing) {

    /** A failure for which a retry does not help. */
    public static StartFailure of(String step, String words) {
        return new StartFailure(step, "", words, false);
    }
}

package io.meproc.task.exit;

/**
 * Why no process came to be.
 *
 * @param step what failed: {@code chdir}, {@code user}, {@code limits nofile}, {@code exec} and so on
 * @param errno the name of the kernel's error, {@code ENOENT}; empty when it was not the kernel that refused
 * @param words what failed and why, for people
 * @param passing whether it is about resources that may be there in a moment, so that trying again is worth it
 */
public record StartFailure(String step, String errno, String words, boolean passing) {

    /** One that trying again does not help. */
    public static StartFailure of(String step, String words) {
        return new StartFailure(step, "", words, false);
    }
}

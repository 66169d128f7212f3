/**
 * The health of a task, beside its state: {@code ok}, {@code failing} in a crash loop, {@code failed} after its last run failed
 * for good.
 */

/** Worst first. */
export const TROUBLES = ["failed", "failing"];

/** Whether a task is in this state or has this health. */
export const isIn = (task, state) => (TROUBLES.includes(state) ? task.health === state : task.state === state);

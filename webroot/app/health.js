/** How a task fares, beside its state: {@code ok}, {@code failing} in a crash loop, {@code failed} at its last run or for good. */

/** The worst first. */
export const TROUBLES = ["failed", "failing"];

/** Whether a task is in this state, or fares so. */
export const isIn = (task, state) => (TROUBLES.includes(state) ? task.health === state : task.state === state);

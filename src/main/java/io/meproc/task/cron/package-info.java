/**
 * Triggers of tasks, such as cron patterns, and the first fire of a trigger after an instant in a time zone.
 *
 * <p>A pattern passes four stages. {@code Grammar} and {@code Field} are strict: a pattern that they accept means the
 * same to an operator and to cron4j, whose own parser accepts much more (a weekday of {@code 0-7} that is Sunday
 * only, a step of 61). {@code Evaluation} evaluates the pattern with cron4j once, when it is parsed, and keeps the
 * matching minutes, hours, days and months as bits. {@code WallClock} finds the next match of those bits in the
 * calendar, a month at a time, and has no zone. {@code FixedTimes} and {@code FollowedTimes} convert local times to
 * instants, each with its own rule for the hours that a zone skips or repeats.
 *
 * <p>{@code Timetable} adds the zone and the jitter of a task to its trigger; everything that starts, misses or shows a fire
 * asks it.
 *
 * <p>The package has no clock and no thread. It uses only {@code SchedulingPattern} of cron4j.
 */
@NullMarked
package io.meproc.task.cron;

import org.jspecify.annotations.NullMarked;

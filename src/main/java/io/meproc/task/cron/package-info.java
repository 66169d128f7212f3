/**
 * When a task fires: cron patterns, and the first fire after an instant in a time zone.
 *
 * <p>A pattern goes through four stages. {@code Grammar} and {@code Field} are strict: what they let through means the
 * same to an operator and to cron4j, whose own parser accepts much more (a weekday of {@code 0-7} that is Sunday only, a
 * step of 61). {@code Evaluation} asks cron4j once, when the pattern is parsed, which minutes, hours, days and months
 * match, and keeps the answers as bits. {@code WallClock} walks those bits over the calendar, a month at a time, and
 * knows nothing of zones. {@code FixedTimes} and {@code FollowedTimes} put the wall clock's times on the time line, each
 * with its own rule for the hours that a zone skips or repeats.
 *
 * <p>There is no clock and no thread here; cron4j is used for its {@code SchedulingPattern} alone.
 */
@NullMarked
package io.meproc.task.cron;

import org.jspecify.annotations.NullMarked;

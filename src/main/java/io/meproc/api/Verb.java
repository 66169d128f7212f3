package io.meproc.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The calls of the API. */
public enum Verb {
    LIST("state", "health", "type", "q", "sort", "limit", "after"),
    GET,
    PUT("wait", "dryRun", "start"),
    PATCH("wait", "dryRun"),
    REMOVE("wait", "dryRun"),
    START("wait", "run", "dryRun"),
    /** Runs a task now, with parameters of its own. */
    RUN_NOW("wait", "dryRun"),
    /** Ends the fires of a task until it is resumed. */
    PAUSE("wait", "dryRun"),
    RESUME("wait", "dryRun"),
    /** The coming fires of all tasks. */
    SCHEDULE("from", "to", "limit", "perTask", "task"),
    STOP("wait", "dryRun"),
    RESTART("wait", "rolling", "dryRun"),
    RESET("wait", "dryRun"),
    SIGNAL("signal", "to", "dryRun"),
    WHY,
    /** The runs of a task, newest first. */
    RUNS("replica", "cause", "success", "since", "until", "limit", "after"),
    /** The record of one run. */
    RUN("run"),
    /** The requested changes, newest first. */
    AUDIT("task", "since", "until", "limit", "after"),
    /** One of the other verbs, the parameter {@code action}, for each selected task. */
    BULK("action", "wait", "dryRun"),
    CRON,
    /** Answers what some changes would do. */
    PLAN,
    NODE,
    /** The processes that an earlier service process left. */
    LEFTOVERS,
    /** A decision about one of them. */
    DECIDE("pid", "action"),
    /** The targets of notifications, and the notifications that were not delivered. */
    HOOKS,
    /** A trial of a target, or a decision about its notifications. */
    HOOK("target", "action"),
    /** Replaces the service by the version on disk. */
    UPGRADE,
    USAGE("task");

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> parameters;

    Verb(String... parameters) {
        this.parameters = List.of(parameters);
    }

    /** The names of its parameters. */
    List<String> parameters() {
        return parameters;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verb with the name {@code word}, in lower case. */
    public static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }
}

package io.meproc.task.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Variables that are added to the inherited ones or replace them. Any value may be a secret, so the text form has the
 * names alone.
 */
public record Environment(Map<String, String> variables) {
    public static final Environment NONE = new Environment(Map.of());

    public static final String NAME_RULE =
            "at least one character, none of them '=' or NUL; names that start with MEPROC_ are Meproc's own";

    private static final String RESERVED = "MEPROC_";

    public Environment {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** Whether a name meets {@link #NAME_RULE}. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0 && !name.startsWith(RESERVED);
    }

    /** An upper estimate of the memory that its texts need. */
    long bytes() {
        return variables.entrySet().stream()
                .mapToLong(variable -> Command.bytes(variable.getKey()) + Command.bytes(variable.getValue()))
                .sum();
    }

    public boolean isEmpty() {
        return variables.isEmpty();
    }

    /** The names in the order of the definition. */
    public Set<String> names() {
        return variables.keySet();
    }

    Environment map(UnaryOperator<String> change) {
        Map<String, String> changed = new LinkedHashMap<>();
        variables.forEach((name, value) -> changed.put(name, change.apply(value)));
        return new Environment(changed);
    }

    /** Adds variables, which replace those of the same name. */
    Environment with(Environment others) {
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.putAll(others.variables);
        return new Environment(more);
    }

    /** Adds a variable, unless one of that name exists. */
    Environment withDefault(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.putIfAbsent(name, value);
        return new Environment(more);
    }

    @Override
    public String toString() {
        return "Environment" + names();
    }
}

package io.meproc.task.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Variables that a process is given beside those that it inherits, or in their place. Any value may be a secret:
 * in text there are the names alone.
 */
public record Environment(Map<String, String> variables) {
    public static final Environment NONE = new Environment(Map.of());

    public static final String NAME_RULE =
            "letters, digits and '_', not starting with a digit; names that start with MEPROC_ are Meproc's own";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String RESERVED = "MEPROC_";

    public Environment {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** Whether a variable may be called this, see {@link #NAME_RULE}. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.startsWith(RESERVED);
    }

    public boolean isEmpty() {
        return variables.isEmpty();
    }

    /** In the order in which they were given. */
    public Set<String> names() {
        return variables.keySet();
    }

    Environment map(UnaryOperator<String> change) {
        Map<String, String> changed = new LinkedHashMap<>();
        variables.forEach((name, value) -> changed.put(name, change.apply(value)));
        return new Environment(changed);
    }

    Environment with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return new Environment(more);
    }

    @Override
    public String toString() {
        return "Environment" + names();
    }
}

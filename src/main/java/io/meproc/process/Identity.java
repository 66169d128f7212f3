package io.meproc.process;

import java.util.List;
import java.util.Map;

/**
 * As whom a run executes.
 *
 * @param switching the program that becomes that account and executes what follows; empty for the supervisor's own
 * @param variables the environment variables that name the account
 */
record Identity(List<String> switching, Map<String, String> variables) {
    /** The supervisor's own. */
    static final Identity OWN = new Identity(List.of(), Map.of());
}

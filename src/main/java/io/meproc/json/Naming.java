package io.meproc.json;

/** The spelling of member names with more than one word. */
public enum Naming {
    /** As in {@code /proc}: {@code on_leader_exit}. */
    SNAKE {
        @Override
        public String of(String snake) {
            return snake;
        }
    },
    /** As in {@code /api/v1}: {@code onLeaderExit}. */
    CAMEL {
        @Override
        public String of(String snake) {
            StringBuilder camel = new StringBuilder(snake);
            for (int at = camel.indexOf("_"); at >= 0; at = camel.indexOf("_")) {
                camel.deleteCharAt(at).setCharAt(at, Character.toUpperCase(camel.charAt(at)));
            }
            return camel.toString();
        }
    };

    /** Converts the name {@code snake}, in snake case, to this spelling. */
    public abstract String of(String snake);
}

package io.meproc.json;

/** How the names of members are written that have more than one word. */
public enum Naming {
    /** As in the original: {@code on_leader_exit}. */
    SNAKE {
        @Override
        public String of(String snake) {
            return snake;
        }
    },
    /** As JSON interfaces mostly have it: {@code onLeaderExit}. */
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

    /** The name of a member that is known as {@code snake} here. */
    public abstract String of(String snake);
}

package io.meproc.task.cron;

/**
 * The refusal of a cron pattern. Its message is one line for an operator: the field, what was sent, what is wrong with
 * it and what is allowed.
 */
public final class CronSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    CronSyntaxException(String message) {
        super(message);
    }

    CronSyntaxException in(int alternative) {
        return new CronSyntaxException("alternative " + alternative + ": " + getMessage());
    }

    /** What was sent, in quotes, with everything but printable ASCII escaped, so that it can't break a log or a page. */
    static String quote(String sent) {
        StringBuilder quoted = new StringBuilder("\"");
        sent.chars().forEach(c -> {
            if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04X", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}

package io.meproc.task.cron;

/**
 * The error for an invalid cron pattern. Its message is one line that names the field, the received value, the fault
 * and what is allowed.
 */
public final class CronSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    CronSyntaxException(String message) {
        super(message);
    }

    CronSyntaxException in(int alternative) {
        return new CronSyntaxException("alternative " + alternative + ": " + getMessage());
    }

    /**
     * The received text in quotes, with every character except printable ASCII escaped, so that it can't break a log
     * or a page.
     */
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

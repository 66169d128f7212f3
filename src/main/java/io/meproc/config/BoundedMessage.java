package io.meproc.config;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/** A log message shortened to one line of at most {@link #MOST} characters, whatever it quotes. */
final class BoundedMessage extends MessageConverter {
    /** In characters; enough for ten processes with their commands. */
    static final int MOST = 2_000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    @Override
    public String convert(ILoggingEvent event) {
        String message = super.convert(event);
        int end = Math.min(message.length(), MOST);
        if (end < message.length() && Character.isHighSurrogate(message.charAt(end - 1))) {
            end--;
        }
        String line = CONTROL.matcher(message.substring(0, end)).replaceAll("?");
        return end == message.length() ? line : line + "... (" + (message.length() - end) + " characters more)";
    }
}

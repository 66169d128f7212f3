package io.meproc.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.color.ForegroundCompositeConverterBase;

/** Colours the head of a log line by its level. */
final class LevelColour extends ForegroundCompositeConverterBase<ILoggingEvent> {
    @Override
    protected String getForegroundColorCode(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> "31";
            case Level.WARN_INT -> "33";
            case Level.INFO_INT -> "32";
            default -> "36";
        };
    }
}

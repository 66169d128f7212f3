package io.meproc.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.slf4j.LoggerFactory;

/**
 * The service log, on standard output and in {@code meproc.log} in the log directory.
 *
 * <p>Both are written from a queue that drops lines instead of blocking, since event loops log, and the reader of standard
 * output may have stopped. Lines that are dropped, or lost on a full disk, are counted, and reported in the log when
 * writing works again.
 */
public final class ServiceLog implements AutoCloseable {
    static final String FILE = "meproc.log";

    private static final String HEAD = "%d{MM/dd/yyyy HH:mm:ss,UTC} UTC [%level]";
    private static final String COLOURED = "%colour(" + HEAD + "): %bounded%nopex%n";
    private static final String PLAIN = HEAD + ": %bounded%nopex%n";
    private static final String WITH_TRACE = HEAD + ": %bounded%n%ex";
    private static final String UNWRITTEN = "{} lines of this log were not written: {}";
    private static final int QUEUE = 8_192;
    private static final int FLUSH_MILLIS = 5_000;
    private static final long FILE_BYTES = 10L << 20;
    private static final int OLD_FILES = 5;

    /** Within the policy's default of one minute, the file could grow without bound. */
    private static final Duration SIZE_CHECK = Duration.buildByMilliseconds(200);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    private final long fileBytes;
    private final WritableByteChannel standardOutput;

    /** A closed log, which writes nothing. */
    public ServiceLog() {
        this(FILE_BYTES, new StandardOutput());
    }

    ServiceLog(long fileBytes, WritableByteChannel standardOutput) {
        this.fileBytes = fileBytes;
        this.standardOutput = standardOutput;
        context.reset();
        context.start();
        root().setLevel(Level.OFF);
    }

    /** Starts to log to standard output and to {@code directory}. */
    public void open(Level level, Path directory, boolean terminal) {
        openConsole(encoder(terminal ? COLOURED : PLAIN));
        openFile(directory.resolve(FILE).toString(), encoder(WITH_TRACE));
        context.getLogger("io.meproc").setLevel(level);
        root().setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    }

    private void openConsole(Encoder<ILoggingEvent> encoder) {
        Unwritten unwritten = new Unwritten();
        LogLines lines = new LogLines(standardOutput, false, unwritten, report(encoder));
        OutputStreamAppender<ILoggingEvent> console = new OutputStreamAppender<>();
        console.setOutputStream(lines);
        start("console", console, encoder, unwritten, lines::catchUp);
    }

    private void openFile(String name, Encoder<ILoggingEvent> encoder) {
        Unwritten unwritten = new Unwritten();
        LogFile file = new LogFile(unwritten, report(encoder));
        roll(file, name);
        start("file", file, encoder, unwritten, file::catchUp);
    }

    /** Writes the queued lines and closes the log. */
    @Override
    public void close() {
        context.stop();
    }

    private Logger root() {
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private Encoder<ILoggingEvent> encoder(String pattern) {
        PatternLayout layout = new PatternLayout();
        layout.getInstanceConverterMap().put("colour", LevelColour::new);
        layout.getInstanceConverterMap().put("bounded", BoundedMessage::new);
        layout.setPattern(pattern);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setLayout(layout);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private BiFunction<Long, String, byte[]> report(Encoder<ILoggingEvent> encoder) {
        Logger own = context.getLogger(ServiceLog.class);
        return (lines, reason) -> encoder.encode(new LoggingEvent(
                ServiceLog.class.getName(), own, Level.WARN, UNWRITTEN, null, new Object[] {lines, reason}));
    }

    private void start(
            String name,
            OutputStreamAppender<ILoggingEvent> appender,
            Encoder<ILoggingEvent> encoder,
            Unwritten unwritten,
            Runnable catchUp) {
        appender.setName(name);
        appender.setEncoder(encoder);
        appender.setContext(context);
        appender.start();
        LogQueue queue = new LogQueue(appender, QUEUE, unwritten, catchUp, FLUSH_MILLIS);
        queue.setName(name + " queue");
        queue.setContext(context);
        queue.start();
        root().addAppender(queue);
    }

    private void roll(LogFile file, String name) {
        file.setFile(name);
        FixedWindowRollingPolicy old = new FixedWindowRollingPolicy();
        old.setContext(context);
        old.setParent(file);
        old.setMaxIndex(OLD_FILES);
        old.setFileNamePattern(name + ".%i.gz");
        old.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
        full.setContext(context);
        full.setMaxFileSize(new FileSize(fileBytes));
        full.setCheckIncrement(SIZE_CHECK);
        full.start();
        file.setRollingPolicy(old);
        file.setTriggeringPolicy(full);
    }
}

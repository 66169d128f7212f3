package io.meproc;

import io.meproc.config.ConfigurationException;
import io.meproc.config.Directories;
import io.meproc.config.DirectoryClaim;
import io.meproc.config.ServiceLog;
import io.meproc.config.Settings;
import io.meproc.config.SettingsReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import org.slf4j.LoggerFactory;

/** The program: the service in the foreground, until it is told to end. */
public final class Main {
    /** With the HTTP interface and the supervisor on one loop, a message between them wakes no other thread. */
    private static final int EVENT_LOOPS = 1;

    private static final int WORKERS = 4;

    private final ServiceLog log = new ServiceLog();
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions()
                    .setEventLoopPoolSize(EVENT_LOOPS)
                    .setWorkerPoolSize(WORKERS)
                    .setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)))
            .withTransport(new FairTransport())
            .build();

    private Main() {}

    public static void main(String[] arguments) {
        try {
            CommandLine line = CommandLine.parse(arguments);
            line.about().ifPresentOrElse(System.out::print, () -> new Main().run(line));
        } catch (CommandLine.Misused misused) {
            complain(misused.getMessage() + "; --help shows the options");
            System.exit(ExitCode.MISUSED);
        }
    }

    private void run(CommandLine line) {
        new SettingsReader(vertx)
                .read(line.configuration().or(Home::configuration), line.flags(), Home.state())
                .compose(this::start)
                .onFailure(this::giveUp);
    }

    private Future<Void> start(Settings settings) {
        Directories.prepare(settings);
        // Until the JVM ends.
        DirectoryClaim claim = DirectoryClaim.on(settings);
        log.open(settings.logLevel(), settings.logDirectory(), Terminal.colours());
        App app = App.alone(vertx, settings, claim);
        Ending ending = new Ending(vertx, app);
        Signals.onEnd(() -> exit(ending.end()), ending::hurry);
        return app.start();
    }

    private void giveUp(Throwable broken) {
        if (broken instanceof ConfigurationException) {
            complain(String.valueOf(broken.getMessage()));
            exit(ExitCode.MISUSED);
        } else {
            LoggerFactory.getLogger(Main.class).error("The service could not start", broken);
            complain("could not start: " + broken.getMessage());
            exit(ExitCode.NOT_STARTED);
        }
    }

    private void exit(int code) {
        log.close();
        System.exit(code);
    }

    private static void complain(String words) {
        System.err.println("meproc: " + words);
    }
}

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

/** The program: the service in the foreground, until a signal ends it. */
public final class Main {
    /** The HTTP interface and the supervisor share one loop, so that a message between them wakes no other thread. */
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
            line.about().ifPresentOrElse(System.out::print, () -> new Main().run(line, arguments));
        } catch (CommandLine.Misused misused) {
            printError(misused.getMessage() + "; --help shows the options");
            System.exit(ExitCode.MISUSED);
        }
    }

    private void run(CommandLine line, String... arguments) {
        new SettingsReader(vertx)
                .read(line.configuration().or(Home::configuration), line.flags(), Home.state())
                .compose(settings -> line.checks() ? checked() : start(settings, arguments))
                .onFailure(this::fail);
    }

    private Future<Void> checked() {
        System.out.println(CommandLine.version());
        exit(ExitCode.DONE);
        return Future.succeededFuture();
    }

    private Future<Void> start(Settings settings, String... arguments) {
        Directories.prepare(settings);
        // The claim is held until the JVM ends.
        DirectoryClaim claim = DirectoryClaim.on(settings);
        log.open(settings.logLevel(), settings.logDirectory(), Terminal.colours());
        App app = App.alone(vertx, settings, claim);
        Shutdown shutdown = new Shutdown(vertx, app);
        Signals.onEnd(() -> shutdown.begin(this::exit), shutdown::hurry);
        Upgrade upgrade = new Upgrade(vertx, app, StartCommand.of(arguments), this::exit);
        EssentialEnd essential = new EssentialEnd(code -> shutdown.stopAll(code, this::exit));
        return upgrade.register().compose(registered -> app.start(essential));
    }

    private void fail(Throwable broken) {
        if (broken instanceof ConfigurationException) {
            printError(String.valueOf(broken.getMessage()));
            exit(ExitCode.MISUSED);
        } else {
            LoggerFactory.getLogger(Main.class).error("The service could not start", broken);
            printError("could not start: " + broken.getMessage());
            exit(ExitCode.NOT_STARTED);
        }
    }

    private void exit(int code) {
        log.close();
        System.exit(code);
    }

    private static void printError(String message) {
        System.err.println("meproc: " + message);
    }
}

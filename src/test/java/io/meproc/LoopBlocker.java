package io.meproc;

import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VerticleFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the event loop of a real service for ever, once the file in {@value #PROPERTY} exists: Vert.x finds it as a
 * service provider. The file {@code blocked} beside it then shows that the loop is kept.
 */
public final class LoopBlocker implements VerticleFactory {
    static final String PROPERTY = "test.block";

    @Override
    public void init(Vertx vertx) {
        Path trigger = Path.of(System.getProperty(PROPERTY));
        Thread waiting = new Thread(() -> {
            while (!Files.exists(trigger)) {
                LockSupport.parkNanos(20_000_000);
            }
            vertx.runOnContext(turn -> keep(trigger));
        });
        waiting.setDaemon(true);
        waiting.start();
    }

    private static void keep(Path trigger) {
        try {
            boolean spins = Files.readString(trigger).equals("spin");
            Files.createFile(trigger.resolveSibling("blocked"));
            while (true) {
                if (spins) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park();
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public String prefix() {
        return "blocker";
    }

    @Override
    public void createVerticle2(
            String name, ClassLoader loader, io.vertx.core.Promise<Callable<? extends Deployable>> promise) {
        promise.fail("there is none");
    }

    /** The directory for the class path by which Vert.x finds it. */
    static Path registered(Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(VerticleFactory.class.getName()), LoopBlocker.class.getName());
        return directory;
    }
}

package io.meproc.process;

import io.meproc.linux.Abi;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.spawn.NativeSupport;
import io.meproc.process.watch.AdoptedLeader;
import io.meproc.process.watch.ChildLeader;
import io.meproc.process.watch.ExitWatcher;
import io.meproc.process.watch.Leader;
import io.meproc.process.watch.Reaped;
import io.meproc.task.exit.ExitStatus;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an earlier service process for the portable launcher. Where system calls can be made, their exits are watched
 * as by the native launcher; elsewhere Java polls them, and their exit statuses stay unknown.
 */
final class PortableAdoptions implements AutoCloseable {
    private static final ExitStatus UNWATCHED =
            new ExitStatus.Unknown("it ended while no Meproc was running to watch it");
    private static final ExitStatus NO_CHILD =
            new ExitStatus.Unknown("the process was not a child of Meproc, and the kernel kept no exit status");

    private final HandleSignals signals;
    private final long self = ProcessHandle.current().pid();
    private final boolean nativeCalls = NativeSupport.obstacleToSpawning() == null;

    /** Started with the first adopted run. */
    private @Nullable ExitWatcher watcher;

    PortableAdoptions(HandleSignals signals) {
        this.signals = signals;
    }

    PortableChild of(AdoptedRun run) {
        PortableChild child = leader(run);
        run.members().stream()
                .filter(process -> process.pid() != run.pid())
                .flatMap(process -> ProcessHandle.of(process.pid()).filter(handle -> process.lives()).stream())
                .forEach(child::include);
        return child;
    }

    private PortableChild leader(AdoptedRun run) {
        ProcFiles.Stat leader = run.leader();
        ProcessHandle handle =
                leader == null ? null : ProcessHandle.of(run.pid()).orElse(null);
        if (leader == null || handle == null || ProcFiles.started(run.pid()) != leader.started()) {
            return new PortableChild(
                    run.run(), run.pid(), null, () -> UNWATCHED, CompletableFuture.completedFuture(null), signals);
        }
        if (!nativeCalls) {
            return new PortableChild(
                    run.run(), run.pid(), handle, () -> handle.isAlive() ? null : NO_CHILD, handle.onExit(), signals);
        }
        return watched(run, leader, handle);
    }

    private PortableChild watched(AdoptedRun run, ProcFiles.Stat stat, ProcessHandle handle) {
        ExitWatcher exits = watcher();
        Leader leader;
        int pidfd;
        if (stat.parent() == self) {
            leader = new ChildLeader(run.pid());
            pidfd = exits.descriptor(run.pid());
        } else {
            AdoptedLeader adopted = AdoptedLeader.open(exits, stat);
            leader = adopted;
            pidfd = adopted.pidfd();
        }
        CompletableFuture<Void> exit = new CompletableFuture<>();
        exits.watch(pidfd, () -> leader.end() != null && exit.complete(null));
        return new PortableChild(run.run(), run.pid(), handle, () -> status(leader.end()), exit, signals);
    }

    private static @Nullable ExitStatus status(@Nullable Reaped end) {
        return end == null ? null : end.status();
    }

    private ExitWatcher watcher() {
        if (watcher == null) {
            watcher = new ExitWatcher(Objects.requireNonNull(Abi.ofThisMachine()));
            watcher.start();
        }
        return watcher;
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
    }
}

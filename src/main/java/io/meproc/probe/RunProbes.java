package io.meproc.probe;

import io.meproc.task.Event.Probed.Verdict;
import io.meproc.task.Health;
import io.meproc.task.Notice;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Concluded;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The probes of one run. The startup probe gates the others. */
final class RunProbes {
    /** A run that is not ready yet is probed at least this often, as Kubernetes does. */
    private static final long HASTE_MILLIS = 1_000;

    /** Creates the parts of a run's probes that reach outside. */
    interface Sources {
        Checker checker(Probe probe);

        /** Watches the output for a match, which it reports once. */
        OutputWatch output(Check.Output check, Consumer<String> matched);
    }

    private final Probes probes;
    private final Timers timers;
    private final Sources sources;
    private final Conclusions conclusions;
    private final Concluded concluded;
    private final List<Runnable> closing = new ArrayList<>();
    private final StatusText status;
    private @Nullable NotifyStart starting;
    private @Nullable Watchdog watchdog;
    private boolean open;
    private boolean ended;
    private boolean ready;
    private boolean announced;
    private long overdue = -1;
    private String detail = "";

    /** @param concluded what an earlier service process has concluded */
    RunProbes(Probes probes, Concluded concluded, Timers timers, Sources sources, Conclusions conclusions) {
        this.probes = probes;
        this.concluded = concluded;
        this.timers = timers;
        this.sources = sources;
        this.conclusions = conclusions;
        this.ready = concluded == Concluded.READY;
        this.announced = ready;
        this.status = new StatusText(timers, conclusions::status);
    }

    void begin() {
        Probe startup = probes.startup();
        awaitReady();
        if (startup == null || concluded != Concluded.NOTHING) {
            open();
        } else if (startup.check() instanceof Check.Notify) {
            starting = new NotifyStart(timers, startup.timing().timeout(), this::started, this::notStarted);
        } else if (startup.check() instanceof Check.Output output) {
            long limit = timers.after(
                    startup.timing().timeout().toMillis(),
                    () -> notStarted("no line of its output has matched " + output.match() + " so far"));
            closing.add(() -> timers.cancel(limit));
            watch(output, line -> {
                timers.cancel(limit);
                started(line);
            });
        } else {
            startByChecks(startup);
        }
    }

    private void startByChecks(Probe startup) {
        Timing timing = startup.timing();
        Streak streak = new Streak(1, 1, false);
        int[] failed = new int[1];
        ProbeLoop[] loop = new ProbeLoop[1];
        loop[0] = loop(startup, timing.every().toMillis(), finding -> {
            if (streak.changes(finding.passed())) {
                loop[0].stop();
                started(finding.detail());
            } else if (++failed[0] == timing.failures()) {
                notStarted(finding.detail());
            } else {
                notYet(ProbeKind.STARTUP, finding.detail());
            }
        });
        loop[0].start();
    }

    private void started(String why) {
        if (!open && !ended) {
            conclusions.concluded(ProbeKind.STARTUP, Verdict.PASSED, why);
            if (probes.ready() == null) {
                becomes(true, why);
            }
            open();
        }
    }

    private void notStarted(String why) {
        if (!open && !ended) {
            end();
            conclusions.concluded(ProbeKind.STARTUP, Verdict.FAILED, why);
        }
    }

    /** Begins the probes that the startup probe gates. */
    private void open() {
        open = true;
        Probe readiness = probes.ready();
        if (readiness != null) {
            openReady(readiness);
        }
        Probe live = probes.live();
        if (live != null && live.check() instanceof Check.Notify) {
            watchdog = new Watchdog(timers, live.timing().timeout(), this::dead);
        } else if (live != null) {
            Streak streak = new Streak(1, live.timing().failures(), true);
            loop(live, live.timing().every().toMillis(), finding -> {
                        if (streak.changes(finding.passed())) {
                            dead(finding.detail());
                        }
                    })
                    .start();
        }
    }

    private void openReady(Probe probe) {
        if (probe.check() instanceof Check.Notify) {
            if (announced) {
                readyIs(true, "READY=1");
            }
            return;
        } else if (probe.check() instanceof Check.Output output) {
            if (!ready) {
                watch(output, line -> readyIs(true, line));
            }
            return;
        }
        Timing timing = probe.timing();
        Streak streak = new Streak(timing.successes(), timing.failures(), ready);
        ProbeLoop loop = new ProbeLoop(
                timers,
                sources.checker(probe),
                timing,
                () -> ready
                        ? timing.every().toMillis()
                        : Math.min(HASTE_MILLIS, timing.every().toMillis()),
                finding -> {
                    if (streak.changes(finding.passed())) {
                        readyIs(finding.passed(), finding.detail());
                    } else if (!finding.passed() && !ready) {
                        notYet(ProbeKind.READY, finding.detail());
                    }
                });
        closing.add(loop::stop);
        loop.start();
    }

    private ProbeLoop loop(Probe probe, long period, Consumer<Finding> findings) {
        ProbeLoop loop = new ProbeLoop(timers, sources.checker(probe), probe.timing(), () -> period, findings);
        closing.add(loop::stop);
        return loop;
    }

    private void watch(Check.Output check, Consumer<String> matched) {
        OutputWatch watch = sources.output(check, matched);
        closing.add(watch::stop);
        watch.begin();
    }

    private void readyIs(boolean is, String why) {
        if (is != ready && !ended) {
            conclusions.concluded(ProbeKind.READY, is ? Verdict.PASSED : Verdict.FAILED, why);
            becomes(is, why);
        }
    }

    private void becomes(boolean is, String why) {
        ready = is;
        timers.cancel(overdue);
        overdue = -1;
        detail = why;
        awaitReady();
    }

    /** Reports a run that is not ready for a long time. */
    private void awaitReady() {
        if (!ready && probes.delayReadiness()) {
            overdue = timers.after(
                    Health.UNREADY_TIME.toMillis(),
                    () -> conclusions.concluded(ProbeKind.READY, Verdict.OVERDUE, detail));
        }
    }

    /** Reports why a probe does not pass, when the reason is new. */
    private void notYet(ProbeKind kind, String why) {
        if (!why.equals(detail)) {
            detail = why;
            conclusions.concluded(kind, Verdict.NOT_YET, why);
        }
    }

    private void dead(String why) {
        if (!ended) {
            end();
            conclusions.concluded(ProbeKind.LIVE, Verdict.FAILED, why);
        }
    }

    /** Handles a message of the run. */
    void receive(Notice notice) {
        if (ended) {
            return;
        }
        String text = notice.fields().get("STATUS");
        if (text != null && probes.all().anyMatch(probe -> accepts(probe, notice))) {
            status.set(text);
        }
        if (accepts(probes.startup(), notice) && starting != null) {
            starting.receive(notice);
        }
        if (accepts(probes.ready(), notice)) {
            receiveReady(notice);
        }
        if (accepts(probes.live(), notice) && watchdog != null) {
            watchdog.receive(notice);
        }
    }

    private void receiveReady(Notice notice) {
        if ("1".equals(notice.fields().get("READY"))) {
            announced = true;
        }
        if ("1".equals(notice.fields().get("STOPPING"))) {
            announced = false;
        }
        if (open && announced != ready) {
            readyIs(announced, announced ? "READY=1" : "STOPPING=1: the run ends by its own decision");
        }
    }

    private static boolean accepts(@Nullable Probe probe, Notice notice) {
        return probe != null
                && probe.check() instanceof Check.Notify notify
                && (notice.byLeader() || notify.access() == Check.Notify.Access.ALL);
    }

    /** Ends the probes. */
    void end() {
        ended = true;
        closing.forEach(Runnable::run);
        closing.clear();
        timers.cancel(overdue);
        status.close();
        if (starting != null) {
            starting.close();
        }
        if (watchdog != null) {
            watchdog.close();
        }
    }
}

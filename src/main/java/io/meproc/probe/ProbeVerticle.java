package io.meproc.probe;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.SteadyClock;
import io.meproc.task.Event;
import io.meproc.task.Notice;
import io.meproc.task.ProbeOrder;
import io.meproc.task.Run;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out {@link ProbeOrder}s, on an event loop of its own. It has no clients and no timers before the first order. */
public final class ProbeVerticle extends VerticleBase {
    private final Map<Run, RunProbes> runs = new HashMap<>();
    private final EarlyNotices early = new EarlyNotices();
    private @Nullable Checkers checkers;

    @Override
    public Future<?> start() {
        return Future.all(
                Consumers.<ProbeOrder>consume(vertx, Addresses.PROBES, message -> carryOut(message.body())),
                Consumers.<Notice>consume(vertx, Addresses.NOTICES, message -> receive(message.body())));
    }

    @Override
    public Future<?> stop() {
        runs.values().forEach(RunProbes::end);
        runs.clear();
        return checkers == null ? Future.succeededFuture() : checkers.close();
    }

    private void carryOut(ProbeOrder order) {
        RunProbes before = runs.remove(order.run());
        if (before != null) {
            before.end();
        }
        if (order instanceof ProbeOrder.Begin begin) {
            RunProbes probes = new RunProbes(
                    begin.probes(), begin.concluded(), Timers.of(vertx), sources(begin), conclusions(begin.run()));
            runs.put(begin.run(), probes);
            probes.begin();
            early.remove(begin.run()).forEach(probes::receive);
        }
    }

    private void receive(Notice notice) {
        RunProbes probes = runs.get(notice.run());
        if (probes == null) {
            early.add(notice, System.nanoTime());
        } else {
            probes.receive(notice);
        }
    }

    private RunProbes.Sources sources(ProbeOrder.Begin begin) {
        Checkers known = checkers == null ? new Checkers(vertx) : checkers;
        checkers = known;
        return new RunProbes.Sources() {
            @Override
            public Checker checker(Probe probe) {
                return known.of(probe, begin);
            }

            @Override
            public OutputWatch output(Check.Output check, Consumer<String> matched) {
                return new OutputWatch(vertx, Timers.of(vertx), begin.run(), check.match(), matched);
            }
        };
    }

    private Conclusions conclusions(Run run) {
        return new Conclusions() {
            @Override
            public void concluded(ProbeKind kind, Event.Probed.Verdict verdict, String detail) {
                LocalBus.send(vertx, Addresses.ALARMS, new Event.Probed(run, kind, verdict, detail, SteadyClock.now()));
            }

            @Override
            public void status(String text) {
                LocalBus.send(vertx, Addresses.ALARMS, new Event.StatusReported(run, text, SteadyClock.now()));
            }
        };
    }
}

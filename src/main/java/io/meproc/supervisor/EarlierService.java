package io.meproc.supervisor;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.store.StoreRequest;
import io.meproc.task.Adoption;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.RunRecord;
import io.meproc.task.StoredTable;
import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.exit.LeaderExit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that an earlier service process on the same data directory has left, and their runs. */
final class EarlierService {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierService.class);

    private final Vertx vertx;
    private final ProcessSide processSide;

    /** Its tasks, and what has become of its runs. */
    record Remains(StoredTable stored, Adoption adoption) {}

    EarlierService(Vertx vertx, ProcessSide processSide) {
        this.vertx = vertx;
        this.processSide = processSide;
    }

    /**
     * Requests the tasks from the store, and their runs from the process side. Fails if one of them does not answer, since
     * then a process could be started twice.
     */
    Future<Remains> remains() {
        return LocalBus.<StoredTable>request(vertx, Addresses.STORE, new StoreRequest.Load())
                .compose(stored -> processSide.adopt(order(stored)).map(adoption -> new Remains(stored, adoption)))
                .onSuccess(EarlierService::report);
    }

    private static Order.Adopt order(StoredTable stored) {
        Map<String, LeaderExit> policies = new HashMap<>();
        Map<ReplicaId, Long> ended = new HashMap<>();
        for (StoredTask task : stored.tasks()) {
            policies.put(
                    task.record().definition().name(),
                    task.record().definition().ends().onLeaderExit());
            for (ReplicaRecord replica : task.replicas()) {
                if (replica.last() != null) {
                    ended.put(replica.replica(), replica.last().run());
                }
            }
        }
        List<Order.Claim> claims = stored.tasks().stream()
                .flatMap(task -> task.replicas().stream())
                .flatMap(replica -> Stream.ofNullable(replica.live()))
                .filter(run -> run.pid() != 0)
                .map(run -> claim(run, stored.boot()))
                .toList();
        return new Order.Adopt(claims, policies, ended);
    }

    private static Order.Claim claim(RunRecord run, boolean boot) {
        return new Order.Claim(run.run(), run.pid(), run.started(), run.output(), boot, run.seal());
    }

    private static void report(Remains remains) {
        if (!remains.stored().tasks().isEmpty()) {
            Adoption adoption = remains.adoption();
            LOG.info(
                    "{} tasks continue: {} runs adopted, {} ended while no Meproc was running, {} processes not verified",
                    remains.stored().tasks().size(),
                    adoption.adopted().size(),
                    adoption.gone().size(),
                    adoption.unverified().size());
        }
    }
}

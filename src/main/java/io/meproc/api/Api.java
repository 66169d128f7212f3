package io.meproc.api;

import io.meproc.api.Problem.Kind;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.Target;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the calls of {@code /api/v1}; for use on one event loop. */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final Set<Verb> OF_REPLICAS =
            EnumSet.of(Verb.GET, Verb.START, Verb.STOP, Verb.RESTART, Verb.RESET, Verb.SIGNAL);

    private final Clock clock;
    private final SupervisorClient supervisor;
    private final TaskReads reads;
    private final TaskChanges changes;
    private final BodyParser parser;
    private final Bulk bulk;
    private final CronPreview cron;
    private final Node node;
    private final Upgrades upgrades;
    private final LeftoverCalls leftovers;
    private final Usages usages;
    private final RunHistory runs;
    private final AuditLog audit;

    /**
     * An API that sends its requests to a supervisor.
     *
     * @param zone the time zone of cron patterns
     */
    public Api(Vertx vertx, SupervisorClient supervisor, ZoneId zone, Clock clock) {
        this.clock = clock;
        this.supervisor = supervisor;
        AnswerRenderer renderer = new AnswerRenderer(vertx);
        this.runs = new RunHistory(vertx, supervisor, renderer);
        this.reads = new TaskReads(supervisor, renderer, clock, runs);
        this.parser = new BodyParser(vertx);
        ChangeRequests requests = new ChangeRequests(supervisor, parser);
        Plans plans = new Plans(supervisor, parser, requests, clock);
        this.changes = new TaskChanges(supervisor, renderer, requests, plans);
        this.bulk = new Bulk(vertx, supervisor, parser, this::answer, plans);
        this.cron = new CronPreview(zone);
        this.node = new Node(vertx, supervisor, renderer, zone, clock);
        this.leftovers = new LeftoverCalls(vertx, supervisor);
        this.upgrades = new Upgrades(vertx);
        this.usages = new Usages(vertx, supervisor);
        this.audit = new AuditLog(vertx, renderer);
    }

    /** The history of runs. */
    public RunHistory runs() {
        return runs;
    }

    /** Carries out a call; the future never fails, since a problem is a reply. */
    public Future<Reply> answer(Call call) {
        return answer(call, Precondition.NONE);
    }

    /** Carries out a call if its task meets the precondition; the future never fails, since a problem is a reply. */
    public Future<Reply> answer(Call call, Precondition precondition) {
        Future<Reply> reply;
        try {
            reply = carryOut(precondition.applied(call, supervisor));
        } catch (InvalidInput | Refused | RuntimeException | Error broken) {
            reply = Future.failedFuture(broken);
        }
        return reply.recover(broken -> Future.succeededFuture(Reply.of(problem(call, broken))));
    }

    private static Problem problem(Call call, Throwable broken) {
        Problem problem = Problem.of(broken);
        if (problem.kind() == Kind.BROKEN) {
            LOG.error("A call could not be answered: {} {}", call.verb(), Shown.of(call.task()), broken);
        }
        return problem;
    }

    private Future<Reply> carryOut(Call call) throws Refused, InvalidInput {
        Parameters parameters = Parameters.of(call.parameters(), call.verb().parameters());
        String replica = call.replica();
        if (call.verb() != Verb.BULK && parameters.flag("dryRun", false)) {
            return changes.plan(call);
        } else if (replica != null) {
            return ofReplica(call, replica, parameters);
        }
        return switch (call.verb()) {
            case LIST -> reads.list(parameters);
            case GET -> reads.get(call);
            case WHY -> reads.why(call);
            case RUNS -> runs.list(call, parameters);
            case RUN -> runs.one(parameters);
            case AUDIT -> audit.list(parameters);
            case PATCH -> changes.patch(call, parameters.flag("wait", true));
            case REMOVE -> changes.remove(call, parameters.flag("wait", true));
            case PUT, START, RUN_NOW, PAUSE, RESUME, STOP, RESTART, RESET, SIGNAL ->
                changes.act(call, new Target(call.task(), null, call.expected()), parameters);
            case BULK -> bulk.carryOut(call, parameters);
            case CRON -> parser.offload(() -> cron.of(call.body().getBytes(), clock.instant()));
            case PLAN -> bulk.plan(call);
            case SCHEDULE -> schedule(parameters);
            case NODE -> node.describe();
            case LEFTOVERS -> leftovers.list();
            case DECIDE -> leftovers.decide(call, parameters);
            case HOOKS -> node.hooks().list();
            case HOOK -> node.hooks().act(call, parameters);
            case UPGRADE -> upgrades.begin();
            case USAGE -> usages.of(parameters);
        };
    }

    private Future<Reply> schedule(Parameters parameters) throws InvalidInput {
        UpcomingFires fires = UpcomingFires.of(parameters, clock.instant());
        TaskTable table = supervisor.table();
        return parser.offload(() -> fires.of(table));
    }

    private Future<Reply> ofReplica(Call call, String index, Parameters parameters) throws Refused, InvalidInput {
        if (!OF_REPLICAS.contains(call.verb())) {
            throw new Refused(
                    Problem.of(Kind.INVALID_REQUEST, call.verb().word() + " is for a whole task, not for one replica"));
        }
        return call.verb() == Verb.GET
                ? reads.replica(call, index)
                : changes.act(call, new Target(call.task(), Lookup.index(index), call.expected()), parameters);
    }
}

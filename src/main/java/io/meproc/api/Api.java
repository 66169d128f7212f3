package io.meproc.api;

import io.meproc.api.Problem.Kind;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.Target;
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
    private final Supervision supervision;
    private final Reading reading;
    private final Changing changing;
    private final Parsing parsing;
    private final Bulk bulk;
    private final CronPreview cron;
    private final Node node;
    private final Usages usages;

    /**
     * An API in front of a supervisor.
     *
     * @param zone the time zone of cron patterns
     */
    public Api(Vertx vertx, Supervision supervision, ZoneId zone, Clock clock) {
        this.clock = clock;
        this.supervision = supervision;
        Rendering rendering = new Rendering(vertx);
        this.reading = new Reading(supervision, rendering, clock);
        this.parsing = new Parsing(vertx);
        this.changing = new Changing(supervision, rendering, parsing);
        this.bulk = new Bulk(vertx, supervision, parsing, this::answer);
        this.cron = new CronPreview(zone);
        this.node = new Node(vertx, supervision, rendering, zone, clock);
        this.usages = new Usages(vertx, supervision);
    }

    /** Carries out a call; the future never fails, since a problem is a reply. */
    public Future<Reply> answer(Call call) {
        return answer(call, Precondition.NONE);
    }

    /** Carries out a call if its task meets the precondition; the future never fails, since a problem is a reply. */
    public Future<Reply> answer(Call call, Precondition precondition) {
        Future<Reply> reply;
        try {
            reply = carryOut(precondition.applied(call, supervision));
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
        if (replica != null) {
            return ofReplica(call, replica, parameters);
        }
        return switch (call.verb()) {
            case LIST -> reading.list(parameters);
            case GET -> reading.get(call);
            case WHY -> reading.why(call);
            case PUT -> changing.put(call, parameters);
            case PATCH -> changing.patch(call, parameters.flag("wait", true));
            case REMOVE -> changing.remove(call, parameters.flag("wait", true));
            case START, STOP, RESTART, RESET, SIGNAL ->
                changing.act(call, new Target(call.task(), null, call.expected()), parameters);
            case BULK -> bulk.carryOut(call, parameters);
            case CRON -> parsing.aside(() -> cron.of(call.body().getBytes(), clock.instant()));
            case NODE -> node.describe();
            case USAGE -> usages.of(parameters);
        };
    }

    private Future<Reply> ofReplica(Call call, String index, Parameters parameters) throws Refused, InvalidInput {
        if (!OF_REPLICAS.contains(call.verb())) {
            throw new Refused(
                    Problem.of(Kind.INVALID_REQUEST, call.verb().word() + " is for a whole task, not for one replica"));
        }
        return call.verb() == Verb.GET
                ? reading.replica(call, index)
                : changing.act(call, new Target(call.task(), Lookup.index(index), call.expected()), parameters);
    }
}

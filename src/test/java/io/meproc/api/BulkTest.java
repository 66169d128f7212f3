package io.meproc.api;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.task.Bounds;
import io.meproc.task.Expected;
import io.meproc.task.Rules;
import io.meproc.task.TaskTable;
import io.meproc.task.exit.Requester;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls about many tasks. */
class BulkTest {
    private static final int MANY = 10_000;

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void answerForTheTable() {
        PassThroughCodec.install(vertx);
        TaskTable none = TaskTable.empty(Rules.in(ZoneOffset.UTC, Bounds.DEFAULT, Rules.NODE));
        done(Consumers.<Object>consume(vertx, Addresses.TABLE, message -> LocalBus.reply(message, none)));
    }

    @AfterEach
    void end() {
        done(vertx.close());
    }

    private static Call stop(int names) {
        List<String> all = IntStream.range(0, names).mapToObj(i -> "t" + i).toList();
        JsonObject body = new JsonObject().put("selector", new JsonObject().put("names", all));
        return new Call(Verb.BULK, "", null, Map.of("action", "stop"), Expected.ANY, body.toBuffer(), Requester.BUS);
    }

    private SupervisorClient following() {
        SupervisorClient supervision = new SupervisorClient(vertx);
        done(supervision.follow());
        return supervision;
    }

    private Future<Reply> carryOut(Bulk bulk, Call call) {
        return Future.future(reply -> vertx.runOnContext(turn -> {
            try {
                bulk.carryOut(call, Parameters.of(call.parameters(), List.of("action", "wait")))
                        .onComplete(reply);
            } catch (Exception refused) {
                reply.fail(refused);
            }
        }));
    }

    /** As when the service shuts down meanwhile. */
    @Test
    void answersThatComeAtOnceDoNotNest() {
        Reply ok = new Reply(200, null, null, Buffer.buffer("{}"));
        Bulk bulk = new Bulk(vertx, following(), new BodyParser(vertx), call -> Future.succeededFuture(ok), plans());
        Reply reply = done(carryOut(bulk, stop(MANY)));
        assertThat(new JsonObject(reply.body()).getJsonArray("results")).hasSize(MANY);
    }

    @Test
    void aCallThatBreaksIsAResultLikeAnyOther() {
        Bulk bulk = new Bulk(
                vertx,
                following(),
                new BodyParser(vertx),
                call -> Future.failedFuture(new StackOverflowError("as deep as it gets")),
                plans());
        Reply reply = done(carryOut(bulk, stop(2)));
        assertThat(new JsonObject(reply.body())
                        .getJsonArray("results")
                        .getJsonObject(1)
                        .getInteger("status"))
                .isEqualTo(500);
    }

    private Plans plans() {
        SupervisorClient supervisor = following();
        BodyParser parser = new BodyParser(vertx);
        return new Plans(supervisor, parser, new ChangeRequests(supervisor, parser), Clock.systemUTC());
    }
}

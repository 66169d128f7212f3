package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restart policies with real processes, whose delays are a few milliseconds. */
class RestartCallsTest extends WithService {
    private static final String TASKS = "/api/v1/tasks";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest(name = "{0} after {1}: {2}, {3} restarts")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'policy':'always'                        | exit 0          | failed   | 2
            'policy':'always'                        | kill -KILL $$   | failed   | 2
            'policy':'on-failure'                    | exit 0          | finished | 0
            'policy':'on-failure'                    | exit 1          | failed   | 2
            'policy':'on-failure'                    | kill -SEGV $$   | failed   | 2
            'policy':'on-failure'                    | exec sleep 1000 | failed   | 2
            'policy':'never'                         | exit 0          | finished | 0
            'policy':'never'                         | exit 1          | failed   | 0
            'policy':'always','prevent':[7,'KILL']   | exit 7          | failed   | 0
            'policy':'always','prevent':[7,'KILL']   | kill -KILL $$   | failed   | 0
            'policy':'never','force':[7,'HUP']       | exit 7          | failed   | 2
            'policy':'never','force':[7,'HUP']       | kill -HUP $$    | failed   | 2
            'policy':'never','force':[0]             | exit 0          | failed   | 2
            'policy':'on-failure','jitter':'100%','growth':3,'cap':'5ms' | exit 1 | failed | 2
            """)
    void aPolicyDecidesAboutRealEnds(String policy, String cmd, String state, int restarts) throws Exception {
        for (String type : new String[] {"daemon", "once"}) {
            String body = "{'cmd':'" + cmd + "','type':'" + type
                    + "','timeout':'300ms','restart':{'delay':'2ms','giveUp':'3 in 1h'," + policy + "}}";
            put(type, body);
            await().atMost(PATIENCE)
                    .until(() -> get(type).getInteger("running") == 0
                            && get(type).getString("state").equals(state));
            assertThat(get(type).getInteger("restarts")).isEqualTo(restarts);
            String why = api.call("GET", TASKS + "/" + type + "/why").json().getString("summary");
            assertThat(why.contains("gave up after 3 ends in 1h")).as(why).isEqualTo(restarts == 2);
        }
    }

    @Test
    void aStopEndsTheWaitForARestartAndAStartDoesNotWaitForIt() throws Exception {
        put("a", "{'cmd':'exit 1','type':'daemon','restart':{'delay':'1h'}}");
        await().atMost(PATIENCE).until(() -> get("a").getString("state").equals("backing off"));
        long run = get("a").getJsonObject("lastExit").getLong("run");
        api.call("POST", TASKS + "/a/stop");
        assertThat(get("a").getString("state")).isEqualTo("stopped");
        assertThat(get("a").getJsonObject("nextRestart")).isNull();
        api.call("POST", TASKS + "/a/start");
        await().atMost(PATIENCE)
                .until(() -> get("a").getJsonObject("lastExit").getLong("run") > run
                        && get("a").getString("state").equals("backing off"));
        assertThat(get("a").getInteger("restarts")).as("none by its policy").isZero();
    }

    @Test
    void aPatchMergesAPolicyAndReplacesAWord() throws Exception {
        put("a", "{'cmd':'exec sleep 1000','type':'daemon','restart':'on-failure'}");
        assertThat(patched("{'restart':{'giveUp':'5 in 1m'}}")).isEqualTo(json("{'giveUp':'5 in 1m'}"));
        assertThat(patched("{'restart':{'policy':'never'}}")).isEqualTo(json("{'policy':'never','giveUp':'5 in 1m'}"));
        assertThat(patched("{'restart':{'giveUp':null}}")).isEqualTo("never");
        assertThat(patched("{'restart':null}")).isNull();
        assertThat(get("a").getInteger("running")).isEqualTo(1);
        assertThat(get("a").getInteger("restarts")).isZero();
    }

    private Object patched(String patch) throws Exception {
        Reply reply = api.call("PATCH", TASKS + "/a", json(patch).encode());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return get("a").getJsonObject("definition").getValue("restart");
    }

    private void put(String name, String body) throws Exception {
        Reply reply = api.call("PUT", TASKS + "/" + name, json(body).encode());
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    }

    private JsonObject get(String name) throws Exception {
        return api.call("GET", TASKS + "/" + name).json();
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}

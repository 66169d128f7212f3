package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Bounds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** All tasks together may take so much and no more, whichever interface they come by. */
class LimitsTest extends WithService {
    private static final String TASKS = "/api/v1/tasks/";
    private static final String ONCE = "{\"cmd\":\"true\",\"type\":\"once\"}";
    private static final String CRON = "{\"cmd\":\"true\",\"type\":\"cron\",\"cron\":\"0 0 1 1 *\",\"replica\":%d}";

    @Override
    Service create(Path folder) {
        return new Service(folder, HttpLimits.ofHeap(), new Bounds(3, 10, 100_000));
    }

    private void refused(Reply reply, String setting) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body()).contains("limit-reached", setting);
    }

    @Test
    void oneTaskTooManyIsRefusedUntilAnotherOneIsRemoved() throws Exception {
        for (String name : new String[] {"a", "b", "c"}) {
            assertThat(api.call("PUT", TASKS + name, ONCE).status()).isEqualTo(201);
        }
        refused(api.call("PUT", TASKS + "d", ONCE), "limits.tasks");
        refused(api.call("PUT", TASKS + "d?dryRun=true", ONCE), "limits.tasks");
        Reply classic = api.start("d", "true");
        assertThat(classic.status()).isEqualTo(409);
        assertThat(classic.message()).isEqualTo("Limit reached");
        assertThat(classic.detail()).contains("there would be 4 tasks; at most 3 are allowed", "limits.tasks");
        assertThat(api.call("PUT", TASKS + "a", ONCE).status()).isEqualTo(200);
        assertThat(api.call("DELETE", TASKS + "a").status()).isEqualTo(200);
        assertThat(api.call("PUT", TASKS + "d", ONCE).status()).isEqualTo(201);
    }

    @Test
    void replicasCountInAllAndFewerAreAlwaysAllowed() throws Exception {
        assertThat(api.call("PUT", TASKS + "a", CRON.formatted(6)).status()).isEqualTo(201);
        refused(api.call("PUT", TASKS + "b", CRON.formatted(5)), "limits.replicas");
        assertThat(api.call("PUT", TASKS + "b", CRON.formatted(4)).status()).isEqualTo(201);
        refused(api.call("PATCH", TASKS + "a", "{\"replica\":7}"), "limits.replicas");
        assertThat(api.call("PATCH", TASKS + "a", "{\"replica\":2}").status()).isEqualTo(200);
        assertThat(api.call("PATCH", TASKS + "b", "{\"replica\":8}").status()).isEqualTo(200);
    }

    @Test
    void theBytesOfAllDefinitionsCountTheirEnvironmentsToo() throws Exception {
        String large = "{\"cmd\":\"true\",\"type\":\"once\",\"env\":{\"A\":\"" + "x".repeat(40_000) + "\"}}";
        assertThat(api.call("PUT", TASKS + "a", large).status()).isEqualTo(201);
        refused(api.call("PUT", TASKS + "b", large), "limits.definition_bytes");
        assertThat(api.call("PUT", TASKS + "b", ONCE).status()).isEqualTo(201);
    }
}

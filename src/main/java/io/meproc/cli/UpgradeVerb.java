package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Model.CommandSpec;

/** Replaces the running service by the version on disk, and waits until that answers. */
final class UpgradeVerb implements Verb {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The new version may have to be built. */
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(11);

    private static final double MILLIS = 1e3;

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "upgrade",
                        "Replaces the running service by the version on disk; no task ends.",
                        "First checks that the new version can start and accepts the configuration;"
                                + " if not, the running one stays.")
                .json()
                .examples("meproc upgrade");
    }

    @Override
    public int run(Invocation call) throws Failure {
        if (!call.parameters().isEmpty()) {
            throw call.misused("upgrade has no parameters");
        }
        JsonNode before = call.service().get("/node");
        JsonNode accepted =
                call.service().call(Request.of("POST", "/node/upgrade").within(LONGEST_CHECK));
        if (!call.has("--json")) {
            call.screen()
                    .note("The new version can start; the service is being replaced (version "
                            + accepted.path("from").asText() + " by "
                            + accepted.path("to").asText() + ")");
        }
        long began = System.nanoTime();
        JsonNode after = successor(call, before.path("startedAt").asText(), began);
        if (!call.showedJson(after)) {
            call.screen()
                    .line("Upgraded from " + accepted.path("from").asText() + " to "
                            + after.path("version").asText() + " in "
                            + Duration.ofNanos(System.nanoTime() - began).toMillis() / MILLIS + " s; "
                            + after.path("running").asText() + " replicas are running");
        }
        return Code.DONE;
    }

    private static JsonNode successor(Invocation call, String before, long began) throws Failure {
        Failure last = new Failure(
                Code.LATE, "the service still runs " + Span.of(PATIENCE) + " after it accepted the upgrade");
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            try {
                JsonNode now = call.service().get("/node");
                if (!now.path("startedAt").asText().equals(before)) {
                    return now;
                }
            } catch (Failure gap) {
                last = gap;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw last;
    }
}

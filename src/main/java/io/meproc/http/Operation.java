package io.meproc.http;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.meproc.api.Verb;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of all routes: each operation with its method, its call of the API, and its path. */
@SuppressWarnings("ImmutableEnumChecker") // Methods and paths are constants.
enum Operation {
    LIST_TASKS(GET, Verb.LIST, "/api/v1/tasks"),
    START_TASKS(POST, Verb.BULK, "/api/v1/tasks:start"),
    STOP_TASKS(POST, Verb.BULK, "/api/v1/tasks:stop"),
    RESTART_TASKS(POST, Verb.BULK, "/api/v1/tasks:restart"),
    PAUSE_TASKS(POST, Verb.BULK, "/api/v1/tasks:pause"),
    RESUME_TASKS(POST, Verb.BULK, "/api/v1/tasks:resume"),
    RESET_TASKS(POST, Verb.BULK, "/api/v1/tasks:reset"),
    SIGNAL_TASKS(POST, Verb.BULK, "/api/v1/tasks:signal"),
    REMOVE_TASKS(POST, Verb.BULK, "/api/v1/tasks:remove"),
    PUT_TASK(PUT, Verb.PUT, "/api/v1/tasks/{name}"),
    GET_TASK(GET, Verb.GET, "/api/v1/tasks/{name}"),
    PATCH_TASK(PATCH, Verb.PATCH, "/api/v1/tasks/{name}"),
    REMOVE_TASK(DELETE, Verb.REMOVE, "/api/v1/tasks/{name}"),
    EXPLAIN_TASK(GET, Verb.WHY, "/api/v1/tasks/{name}/why"),
    LIST_RUNS(GET, Verb.RUNS, "/api/v1/tasks/{name}/runs"),
    GET_RUN(GET, null, "/api/v1/runs/{run}"),
    LIST_AUDIT(GET, Verb.AUDIT, "/api/v1/audit"),
    START_TASK(POST, Verb.START, "/api/v1/tasks/{name}/start"),
    RUN_TASK(POST, Verb.RUN_NOW, "/api/v1/tasks/{name}/run"),
    PAUSE_TASK(POST, Verb.PAUSE, "/api/v1/tasks/{name}/pause"),
    RESUME_TASK(POST, Verb.RESUME, "/api/v1/tasks/{name}/resume"),
    STOP_TASK(POST, Verb.STOP, "/api/v1/tasks/{name}/stop"),
    RESTART_TASK(POST, Verb.RESTART, "/api/v1/tasks/{name}/restart"),
    RESET_TASK(POST, Verb.RESET, "/api/v1/tasks/{name}/reset"),
    SIGNAL_TASK(POST, Verb.SIGNAL, "/api/v1/tasks/{name}/signal"),
    GET_REPLICA(GET, Verb.GET, "/api/v1/tasks/{name}/replicas/{index}"),
    START_REPLICA(POST, Verb.START, "/api/v1/tasks/{name}/replicas/{index}/start"),
    STOP_REPLICA(POST, Verb.STOP, "/api/v1/tasks/{name}/replicas/{index}/stop"),
    RESTART_REPLICA(POST, Verb.RESTART, "/api/v1/tasks/{name}/replicas/{index}/restart"),
    RESET_REPLICA(POST, Verb.RESET, "/api/v1/tasks/{name}/replicas/{index}/reset"),
    SIGNAL_REPLICA(POST, Verb.SIGNAL, "/api/v1/tasks/{name}/replicas/{index}/signal"),
    READ_OUTPUT(GET, null, "/api/v1/tasks/{name}/replicas/{index}/output"),
    SEARCH_OUTPUT(GET, null, "/api/v1/tasks/{name}/replicas/{index}/output/search"),
    FOLLOW_EVENTS(GET, null, "/api/v1/events"),
    READ_SCHEDULE(GET, Verb.SCHEDULE, "/api/v1/schedule"),
    PLAN_CHANGES(POST, Verb.PLAN, "/api/v1/plan"),
    PREVIEW_CRON(POST, Verb.CRON, "/api/v1/cron/preview"),
    DESCRIBE_NODE(GET, Verb.NODE, "/api/v1/node"),
    LIST_LEFTOVERS(GET, Verb.LEFTOVERS, "/api/v1/leftovers"),
    ADOPT_LEFTOVER(POST, Verb.DECIDE, "/api/v1/leftovers/{pid}/adopt"),
    FORGET_LEFTOVER(POST, Verb.DECIDE, "/api/v1/leftovers/{pid}/forget"),
    END_LEFTOVER(POST, Verb.DECIDE, "/api/v1/leftovers/{pid}/end"),
    LIST_HOOKS(GET, Verb.HOOKS, "/api/v1/hooks"),
    TEST_HOOK(POST, Verb.HOOK, "/api/v1/hooks/{target}/test"),
    RETRY_HOOK(POST, Verb.HOOK, "/api/v1/hooks/{target}/retry"),
    DROP_HOOK(POST, Verb.HOOK, "/api/v1/hooks/{target}/drop"),
    UPGRADE_NODE(POST, Verb.UPGRADE, "/api/v1/node/upgrade"),
    READ_USAGE(GET, Verb.USAGE, "/api/v1/usage"),
    LIST_PROC(GET, null, "/proc"),
    PUT_PROC(PUT, null, "/proc"),
    POST_PROC(POST, null, "/proc"),
    REMOVE_PROC(DELETE, null, "/proc"),
    READ_PROC_OUTPUT(GET, null, "/proc/output"),
    GET_DESCRIPTION(GET, null, "/openapi.yaml"),
    GET_DESCRIPTION_AS_JSON(GET, null, "/openapi.json"),
    GET_DOCS(GET, null, "/docs"),
    GET_PAGE(GET, null, Page.FILES);

    /** The prefix of the paths of the API. */
    static final String ROOT = "/api/v1";

    private final HttpMethod method;
    private final @Nullable Verb verb;
    private final List<String> paths;

    Operation(HttpMethod method, @Nullable Verb verb, String path) {
        this(method, verb, List.of(path));
    }

    Operation(HttpMethod method, @Nullable Verb verb, List<String> paths) {
        this.method = method;
        this.verb = verb;
        this.paths = paths;
    }

    HttpMethod method() {
        return method;
    }

    /** The call of the API; null for an operation outside of the API. */
    @Nullable
    Verb verb() {
        return verb;
    }

    /** The paths, with the names of variable parts in braces. */
    List<String> paths() {
        return paths;
    }

    /**
     * Whether the operation handles a method. HEAD is GET without a body, except for the stream, which has no length.
     */
    boolean answers(HttpMethod asked) {
        return method.equals(asked) || (HttpMethod.HEAD.equals(asked) && GET.equals(method) && this != FOLLOW_EVENTS);
    }

    /** Whether a request for the operation has a body. */
    boolean sends() {
        return !GET.equals(method) && !DELETE.equals(method);
    }
}

package io.meproc.http;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.meproc.api.Verb;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;

/**
 * A method of a path of the interface, and what it asks for.
 *
 * @param path below {@link #ROOT}, with the names of its variable parts in braces
 */
record Endpoint(HttpMethod method, String path, Verb verb) {
    static final String ROOT = "/api/v1";

    private static final String TASK = "/tasks/{name}";
    private static final String REPLICA = TASK + "/replicas/{index}";
    private static final List<Verb> ACTIONS = List.of(Verb.START, Verb.STOP, Verb.RESTART, Verb.RESET, Verb.SIGNAL);

    static final List<Endpoint> ALL = Stream.of(
                    Stream.of(
                            new Endpoint(GET, "/tasks", Verb.LIST),
                            new Endpoint(POST, "/tasks:{action}", Verb.BULK),
                            new Endpoint(PUT, TASK, Verb.PUT),
                            new Endpoint(GET, TASK, Verb.GET),
                            new Endpoint(PATCH, TASK, Verb.PATCH),
                            new Endpoint(DELETE, TASK, Verb.REMOVE),
                            new Endpoint(GET, TASK + "/why", Verb.WHY),
                            new Endpoint(GET, REPLICA, Verb.GET),
                            new Endpoint(POST, "/cron/preview", Verb.CRON),
                            new Endpoint(GET, "/usage", Verb.USAGE),
                            new Endpoint(GET, "/node", Verb.NODE)),
                    ACTIONS.stream().map(verb -> new Endpoint(POST, TASK + "/" + verb.word(), verb)),
                    ACTIONS.stream().map(verb -> new Endpoint(POST, REPLICA + "/" + verb.word(), verb)))
            .flatMap(endpoints -> endpoints)
            .toList();

    /** The path in the syntax of a router. */
    static String route(String path) {
        return ROOT + path.replace(":{", "{").replace("{", ":").replace("}", "");
    }

    /** Whether it has a body. */
    boolean sends() {
        return !GET.equals(method) && !DELETE.equals(method);
    }
}

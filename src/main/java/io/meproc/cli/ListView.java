package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The list of tasks as a table, with the resource use of live tasks. */
final class ListView implements Watch.View {
    static final String TROUBLE = "trouble";
    static final String[] KEYS = {TROUBLE, "name", "restarts", "start", "cpu", "mem"};

    private static final Set<String> BY_SERVICE = Set.of(TROUBLE, "name");
    private static final Set<String> BY_USAGE = Set.of("cpu", "mem");

    /**
     * The least time between two usage requests. A shorter difference is imprecise, and each request scans all
     * processes.
     */
    private static final Duration USAGE_AGE = Duration.ofMillis(1_500);

    private final Invocation call;
    private final String sort;
    private ProcessUsage usage = ProcessUsage.NONE;
    private Instant read = Instant.MIN;

    ListView(Invocation call, String sort) {
        this.call = call;
        this.sort = sort;
    }

    @Override
    public Table now() throws Failure {
        TaskRows rows = new TaskRows(new Ages(call.clock()));
        if (BY_SERVICE.contains(sort) || BY_USAGE.contains(sort)) {
            list(BY_SERVICE.contains(sort) ? sort : "")
                    .eachPage(page -> page.path("tasks").forEach(rows::add));
        } else {
            List<JsonNode> tasks = new ArrayList<>();
            list("").eachPage(page -> page.path("tasks").forEach(tasks::add));
            tasks.sort(taskOrder());
            tasks.forEach(rows::add);
        }
        boolean live = rows.live();
        Screen screen = call.screen();
        // In a pipe the columns are always the same.
        boolean shown = screen.columns().isEmpty() || (live && rows.haveRoomForUsage(screen));
        if (live && (shown || BY_USAGE.contains(sort))) {
            readUsage();
        }
        rows.use(usage);
        if (BY_USAGE.contains(sort)) {
            rows.sort(Comparator.comparing(usage::of, order()));
        }
        return rows.table(shown);
    }

    TaskList list(String by) throws Failure {
        return new TaskList(
                call.service(),
                Selection.query(call, Route.to("/tasks"))
                        .with(
                                "q",
                                call.parameters().isEmpty()
                                        ? ""
                                        : call.parameters().get(0))
                        .with("sort", by));
    }

    private void readUsage() throws Failure {
        Instant now = call.clock().instant();
        if (read.isBefore(now.minus(USAGE_AGE))) {
            usage = ProcessUsage.readIfPossible(call, "", usage);
            read = now;
        }
    }

    private Comparator<ProcessUsage.Figure> order() {
        return sort.equals("cpu")
                ? Comparator.comparing(ProcessUsage.Figure::cores, Comparator.reverseOrder())
                : Comparator.comparing(ProcessUsage.Figure::bytes, Comparator.reverseOrder());
    }

    /** Most restarts first, or newest start first. */
    private Comparator<JsonNode> taskOrder() throws Failure {
        return switch (sort) {
            case "restarts" ->
                Comparator.comparing((JsonNode task) -> task.path("restarts").asLong(), Comparator.reverseOrder());
            case "start" ->
                Comparator.comparing((JsonNode task) -> task.path("lastStart").asText(""), Comparator.reverseOrder());
            default -> throw call.misused("--sort can't be '" + sort + "'; allowed are " + String.join(", ", KEYS));
        };
    }
}

package io.meproc.torture;

import io.meproc.task.Interval;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskType;
import io.meproc.task.command.Command;
import io.meproc.task.command.Environment;
import io.meproc.task.command.Limit;
import io.meproc.task.command.ListenSocket;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task definition in the making; what is not said is as usual. */
final class TaskOrder {
    private final Program program;
    private TaskType type = TaskType.ONCE;
    private int replicas = 1;
    private @Nullable String user;
    private @Nullable String group;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable String cwd;
    private @Nullable String stdin;
    private @Nullable Integer umask;
    private @Nullable Integer nice;
    private @Nullable Integer oomScore;
    private final List<Limit> limits = new ArrayList<>();
    private final List<ListenSocket> sockets = new ArrayList<>();
    private List<StopPlan.Step> steps = List.of(new StopPlan.Step(Signal.TERM, Duration.ofSeconds(10)));
    private StopPlan.Reach to = StopPlan.Reach.GROUP;
    private @Nullable Duration timeout;
    private ExitStatuses success = ExitStatuses.ZERO;
    private LeaderExit onLeaderExit = LeaderExit.STOP_GROUP;

    private TaskOrder(Program program) {
        this.program = program;
    }

    static TaskOrder line(String line) {
        return new TaskOrder(new Program.ShellLine(line));
    }

    static TaskOrder args(String... words) {
        return new TaskOrder(new Program.Words(List.of(words)));
    }

    TaskOrder daemon() {
        type = TaskType.DAEMON;
        return this;
    }

    TaskOrder replicas(int count) {
        replicas = count;
        return this;
    }

    TaskOrder user(String name) {
        user = name;
        return this;
    }

    TaskOrder group(String name) {
        group = name;
        return this;
    }

    TaskOrder env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    TaskOrder cwd(Object path) {
        cwd = path.toString();
        return this;
    }

    TaskOrder stdin(Object path) {
        stdin = path.toString();
        return this;
    }

    TaskOrder umask(int mask) {
        umask = mask;
        return this;
    }

    TaskOrder nice(int niceness) {
        nice = niceness;
        return this;
    }

    TaskOrder oomScore(int score) {
        oomScore = score;
        return this;
    }

    TaskOrder limit(Limit.Resource resource, long soft, long hard) {
        limits.add(new Limit(resource, soft, hard));
        return this;
    }

    /** How long it has after SIGTERM. */
    TaskOrder grace(long millis) {
        return stop(new StopPlan.Step(Signal.TERM, Duration.ofMillis(millis)));
    }

    TaskOrder stop(StopPlan.Step... sequence) {
        steps = List.of(sequence);
        return this;
    }

    TaskOrder toLeader() {
        to = StopPlan.Reach.LEADER;
        return this;
    }

    TaskOrder leave() {
        onLeaderExit = LeaderExit.RELEASE;
        return this;
    }

    TaskOrder listens(ListenSocket socket) {
        sockets.add(socket);
        return this;
    }

    TaskOrder timeout(long millis) {
        timeout = Duration.ofMillis(millis);
        return this;
    }

    TaskOrder success(Set<Integer> codes, Set<Signal> signals) {
        success = new ExitStatuses(codes, signals);
        return this;
    }

    TaskOrder waitForAll() {
        onLeaderExit = LeaderExit.WAIT;
        return this;
    }

    TaskDefinition named(String name) {
        Surroundings around = new Surroundings(
                new Environment(environment), cwd, stdin, umask, nice, oomScore, false, limits, sockets);
        return new TaskDefinition(
                name,
                type,
                new Command(program, user, group, around),
                replicas,
                List.of(),
                Interval.ofMillis(20),
                null,
                new EndPolicy(new StopPlan(steps, to), timeout, success, onLeaderExit));
    }
}

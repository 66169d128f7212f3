package io.meproc.task;

import static io.meproc.task.hook.HookEvent.ENDED;
import static io.meproc.task.hook.HookEvent.FAILED;
import static io.meproc.task.hook.HookEvent.LATE;
import static io.meproc.task.hook.HookEvent.MISSED;
import static io.meproc.task.hook.HookEvent.RECOVERED;
import static io.meproc.task.hook.HookEvent.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.cron.CatchUp;
import io.meproc.task.hook.HookEvent;
import io.meproc.task.hook.HookRules;
import io.meproc.task.hook.HookTarget;
import io.meproc.task.hook.Hooks;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The notifications that events lead to. At most one in a minute is sent for each kind of event and target. */
class NotificationTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage = new Stage();
    private final Instant begin = stage.now;

    NotificationTest() {
        stage.table = TaskTable.empty(
                Stage.RULES.with(new HookRules(Set.of("ops", "log"), Set.of("hooks.example.org:8443"), MINUTE)));
    }

    @Test
    void aDaemonThatCrashesIsReportedOnceAndSoIsItsRecovery() {
        stage.runs(with(Stage.daemon("d"), Map.of(FAILED, List.of("ops"), RECOVERED, List.of("ops"))));
        for (int crash = 0; crash < 10; crash++) {
            stage.exits("d", 3);
            stage.passes(Duration.ofMinutes(1));
            stage.spawns("d");
        }
        assertThat(lines()).containsExactly("0 ops failed: failing: the last run: ended with code 3 after 0 ms");
        stage.passes(Duration.ofSeconds(10));
        assertThat(lines()).hasSize(2).last().isEqualTo("610 ops recovered: no longer failing");
    }

    @Test
    void theLastStateIsReportedAtTheEndOfTheMinuteInWhichItChanged() {
        stage.runs(with(Stage.once("o"), Map.of(FAILED, List.of("ops"), RECOVERED, List.of("ops"))));
        stage.exits("o", 1);
        stage.passes(Duration.ofSeconds(10));
        again(0);
        stage.passes(Duration.ofSeconds(10));
        again(2);
        stage.passes(Duration.ofSeconds(10));
        again(0);
        assertThat(sent())
                .containsExactly(
                        "0 ops failed: failed: the last run: ended with code 1 after 0 ms",
                        "60 ops recovered: no longer failed (2 others)");
        stage.passes(Duration.ofSeconds(40));
        again(4);
        assertThat(sent())
                .as("the minute after the second notification")
                .hasSize(3)
                .last()
                .isEqualTo("120 ops failed: failed: the last run: ended with code 4 after 0 ms");
    }

    private void again(int code) {
        stage.start("o");
        stage.spawns("o");
        stage.exits("o", code);
    }

    @Test
    void eachTargetHasAMinuteOfItsOwn() {
        stage.runs(with(Stage.once("o"), Map.of(FAILED, List.of("ops"), ENDED, List.of("log", "ops"))));
        stage.exits("o", 1);
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "0 ops failed: failed: the last run: ended with code 1 after 0 ms",
                        "0 log ended: ended with code 1 after 0 ms",
                        "0 ops ended: ended with code 1 after 0 ms");
        assertThat(all().stream().map(Notification::run)).doesNotContainNull();
    }

    @Test
    void startsByRequestAreReportedAndThoseByPolicyAreNot() {
        stage.runs(with(Stage.daemon("d"), Map.of(STARTED, List.of("ops"))));
        stage.exits("d", 1);
        stage.passes(Duration.ofHours(1));
        stage.spawns("d");
        assertThat(lines()).containsExactly("0 ops started: started, 1 of 1 processes");
    }

    @Test
    void aStopByRequestIsAnEndAndNoFailure() {
        stage.runs(with(Stage.daemon("d"), Map.of(FAILED, List.of("ops"), ENDED, List.of("log"))));
        stage.stop("d");
        stage.exits("d", 0);
        assertThat(lines())
                .containsExactly("0 log ended: stopped: code 0 after 0 ms, requested by ops@web1 (192.0.2.7)");
    }

    @Test
    void aFireThatIsSkippedIsMissed() {
        stage.put(with(Stage.cron("c"), Map.of(MISSED, List.of("ops"))));
        stage.passes(MINUTE);
        stage.spawns("c");
        stage.passes(MINUTE);
        assertThat(lines())
                .containsExactly(
                        "120 ops missed: was not started at 2026-01-01T00:02:00Z: its last run is still running");
    }

    @Test
    void aTargetOfLatenessIsNotNotifiedOfTheFailureToo() {
        TaskDefinition daemon = expecting(Stage.daemon("d"), Duration.ofSeconds(30));
        stage.runs(with(daemon, Map.of(FAILED, List.of("ops", "log"), LATE, List.of("ops"))));
        stage.passes(Duration.ofSeconds(30));
        assertThat(lines())
                .containsExactly(
                        "30 ops late: has not ended with success within 30 s",
                        "30 log failed: failed: no success within the expected time");
    }

    @Test
    void aTargetThatTheSettingsDoNotDefineIsRefused() {
        long ticket = stage.put(with(Stage.once("o"), Map.of(FAILED, List.of("ops", "pager"))));
        assertThat(stage.answer(ticket).refusal().map(Refusal::detail))
                .contains("on.failed[1]: no target 'pager' is in hooks.targets of Meproc's settings;"
                        + " known are log, ops");
    }

    @Test
    void aUrlIsRefusedUnlessTheSettingsAllowItsHost() {
        assertThat(refusal("https://hooks.example.org/a", "hooks.example.org"))
                .isEqualTo("on.failed[0]: the host hooks.example.org is not in hooks.allow of Meproc's settings;"
                        + " allowed are hooks.example.org:8443");
        assertThat(refusal("https://hooks.example.org:8443/a", "hooks.example.org:8443"))
                .isEmpty();
    }

    private String refusal(String url, String authority) {
        HookTarget target = new HookTarget.Address(HookTarget.Kind.WEBHOOK, url, authority);
        TaskDefinition task = Stage.once("o");
        Hooks hooks = new Hooks(Map.of(FAILED, List.of(target)));
        long ticket = stage.put(task.with(task.behaviour().with(hooks)));
        return stage.spawning.isEmpty() ? stage.refusal(ticket).detail() : "";
    }

    @Test
    void aNewTaskOfWhichNoStartSucceedsNotifiesNobody() {
        stage.put(with(Stage.once("o"), Map.of(FAILED, List.of("ops"), ENDED, List.of("ops"))));
        stage.refuses("o", "no such file");
        assertThat(lines()).isEmpty();
    }

    @Test
    void aChangeOfOtherMembersKeepsATargetThatIsGoneFromTheSettings() {
        TaskDefinition task = with(Stage.daemon("d"), Map.of(FAILED, List.of("ops")));
        stage.runs(task);
        Crash.of(stage);
        assertThat(stage.task("d").definition()).isEqualTo(task);
        long scaled = stage.amend(task.with(2));
        stage.spawns("d:1");
        assertThat(stage.answer(scaled).refusal()).isEmpty();
        long changed = stage.amend(with(task, Map.of(ENDED, List.of("ops"))));
        assertThat(stage.refusal(changed).detail()).contains("there are none");
    }

    @Test
    void theLastNotificationIsAboutTheCurrentHealthWhateverHappened() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        stage.runs(with(Stage.once("o"), Map.of(FAILED, List.of("ops"), RECOVERED, List.of("ops"))));
        stage.exits("o", 0);
        for (int round = 0; round < 300; round++) {
            for (int run = random.nextInt(6); run >= 0; run--) {
                again(random.nextInt(2));
                stage.passes(Duration.ofMillis(random.nextInt(40_000)));
            }
            stage.passes(MINUTE);
            Health health = stage.task("o").health();
            List<Notification> sent = lastOfEach();
            for (int i = 1; i < sent.size(); i++) {
                assertThat(Duration.between(sent.get(i - 1).due(), sent.get(i).due()))
                        .as("seed %d: the time between two notifications", seed)
                        .isGreaterThanOrEqualTo(MINUTE);
            }
            if (!sent.isEmpty()) {
                Notification last = sent.get(sent.size() - 1);
                assertThat(last.due()).isBeforeOrEqualTo(stage.now);
                assertThat(last.event())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(health == Health.OK ? RECOVERED : FAILED);
            }
        }
        assertThat(lastOfEach()).hasSizeGreaterThan(100);
        assertThat(lastOfEach().stream().mapToInt(Notification::others).sum())
                .as("seed %d: events that are not reported", seed)
                .isPositive();
    }

    private static TaskDefinition with(TaskDefinition task, Map<HookEvent, List<String>> on) {
        Map<HookEvent, List<HookTarget>> targets = new EnumMap<>(HookEvent.class);
        on.forEach((event, names) -> targets.put(
                event, names.stream().<HookTarget>map(HookTarget.Named::new).toList()));
        return task.with(task.behaviour().with(new Hooks(targets)));
    }

    private static TaskDefinition expecting(TaskDefinition task, Duration within) {
        return new TaskDefinition(
                task.name(),
                task.type(),
                task.command(),
                task.replicas(),
                task.deps(),
                task.interval(),
                task.cron(),
                CatchUp.DEFAULT,
                within,
                task.ends(),
                task.behaviour());
    }

    /** Every notification as it was first decided. */
    private List<Notification> all() {
        return stage.log.stream()
                .flatMap(logged -> logged.changes().notifications().stream())
                .toList();
    }

    private List<String> lines() {
        return all().stream().map(this::line).toList();
    }

    /** What a store has of them, of which the later ones replace earlier ones. */
    private List<String> sent() {
        return lastOfEach().stream().map(this::line).toList();
    }

    private List<Notification> lastOfEach() {
        Map<Long, Notification> last = new LinkedHashMap<>();
        all().forEach(each -> last.put(each.number(), each));
        return List.copyOf(last.values());
    }

    private String line(Notification each) {
        return Duration.between(begin, each.due()).toSeconds() + " " + each.target() + " "
                + each.event().word() + ": " + each.words()
                + (each.others() == 0 ? "" : " (" + each.others() + " others)");
    }
}

package io.meproc.task;

import static io.meproc.task.Stage.cron;
import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PastTest {
    private final Stage stage = new Stage();

    @Test
    void whatWasToldIsRememberedInOrderWithItsTime() {
        Instant begin = stage.now;
        stage.runs(daemon("a"));
        stage.passes(Duration.ofSeconds(10));
        stage.exits("a", 4);
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a");
        stage.amend(task("a", TaskType.DAEMON, 2));
        stage.refuses("a:1", "no");
        stage.stop("a");
        stage.exits("a:0", 0);
        assertThat(stage.past("a"))
                .containsExactly(
                        "TaskStarted",
                        "ProcessExited",
                        "ProcessStarted",
                        "TaskScaled",
                        "ProcessNotStarted",
                        "ProcessStopped",
                        "TaskStopped");
        assertThat(stage.task("a").past())
                .extracting(Moment::at)
                .startsWith(begin, begin.plusSeconds(10), begin.plusSeconds(13));
        assertThat(stage.task("a").past().get(1).news())
                .isInstanceOfSatisfying(
                        News.ProcessExited.class,
                        news -> assertThat(news.end().cause().words()).isEqualTo("code 4"));
    }

    @Test
    void aWaitAndASkippedFireAreRemembered() {
        stage.runs(once("a"));
        stage.put(cron("c", "a"));
        stage.passes(Duration.ofMinutes(2));
        assertThat(stage.past("c")).containsExactly("TaskWaits", "FireSkipped");
    }

    @Test
    void aStopOfWhatDidNotRunIsRememberedToo() {
        stage.put(cron("c"));
        stage.stop("c");
        assertThat(stage.past("c")).containsExactly("TaskStopped");
    }

    @Test
    void theOldestMomentsGiveWayAndAThousandReplicasShareOnePast() {
        stage.runs(task("a", TaskType.ONCE, 1_000));
        for (int index = 0; index < 30; index++) {
            stage.exits("a:" + index, index);
        }
        assertThat(stage.task("a").past()).hasSize(20);
        assertThat(stage.task("a").past().get(0).news())
                .isInstanceOfSatisfying(
                        News.ProcessExited.class,
                        news -> assertThat(news.run().replica()).isEqualTo(Stage.id("a:10")));
        assertThat(stage.told(News.ProcessExited.class)).hasSize(30);
    }

    @Test
    void aTaskOfTheSameNameHasAPastOfItsOwn() {
        stage.runs(once("a"));
        stage.exits("a", 1);
        stage.delete("a");
        stage.runs(once("a"));
        assertThat(stage.past("a")).containsExactly("TaskStarted");
    }
}

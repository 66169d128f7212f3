package io.meproc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs that change tasks: what they send, and what they make of the answer. */
class ChangeVerbsTest {
    private static final String STOPPED = "{\"change\":\"changed\",\"task\":{\"state\":\"stopped\",\"running\":0}}";

    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    ChangeVerbsTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "stop web, POST /tasks/web/stop",
        "start web, POST /tasks/web/start",
        "start web --no-wait, POST /tasks/web/start?wait=false",
        "restart web, POST /tasks/web/restart",
        "restart web --rolling, POST /tasks/web/restart?rolling=true",
        "reset web, POST /tasks/web/reset",
        "rm web, DELETE /tasks/web",
        "pause web, POST /tasks/web/pause",
        "resume web, POST /tasks/web/resume",
        "trigger web, POST /tasks/web/run {}",
        "trigger web --no-wait -e T=x=y -- --full a, POST /tasks/web/run?wait=false {\"args\":[\"--full\";\"a\"];\"env\":{\"T\":\"x=y\"}}",
        "stop web:3, POST /tasks/web/replicas/3/stop",
        "signal web HUP, POST /tasks/web/signal {\"signal\":\"HUP\"}",
        "signal web:0 USR1, POST /tasks/web/replicas/0/signal {\"signal\":\"USR1\"}",
        "signal web HUP --to leader, POST /tasks/web/signal {\"signal\":\"HUP\";\"to\":\"leader\"}",
        "scale web 4, PATCH /tasks/web {\"replica\":4}",
        "stop a/b, POST /tasks/a%2Fb/stop",
    })
    void aVerbForOneTaskIsOneCall(String line, String sent) {
        String call = sent.replace(';', ',');
        service.on(call.replaceFirst(" \\{.*", ""), STOPPED);

        Result result = shell.run(line.split(" "));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).endsWith(": changed, stopped\n");
        assertThat(service.asked).containsExactly(call);
        String json = line.contains(" -- ") ? line.replace(" -- ", " --json -- ") : line + " --json";
        assertThat(shell.run(json.split(" ")).out()).isEqualTo(STOPPED + "\n");
    }

    @Test
    void theOptionsOfAScheduleAreItsMembers() {
        service.on("PUT /tasks/web", STOPPED);

        Result result = shell.run(
                "start",
                "web",
                "--every",
                "15m",
                "--overlap",
                "queue(3)",
                "--retry",
                "3,30s",
                "--jitter",
                "1m",
                "--deadline",
                "1h",
                "--cmd",
                "true");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(service.asked.get(0))
                .contains("\"every\":\"15m\"", "\"overlap\":\"queue(3)\"", "\"type\":\"cron\"")
                .contains("\"retry\":{\"times\":3,\"delay\":\"30s\"}", "\"jitter\":\"1m\"", "\"deadline\":\"1h\"");
        assertThat(shell.run("start", "web", "--retry", "x", "--cmd", "true").err())
                .contains("--retry: expected a number, or a number and a time such as 3,30s, got 'x'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stop a b|/tasks:stop {\"selector\":{\"names\":[\"a\",\"b\"]}}",
                "rm --all|/tasks:remove {\"selector\":{\"all\":true}}",
                "restart --state failed --type daemon --text x --rolling"
                        + "|/tasks:restart {\"selector\":{\"state\":\"failed\",\"type\":\"daemon\",\"q\":\"x\"},\"rolling\":true}",
            })
    void aVerbForManyIsOneCallToo(String line, String call) {
        service.on("POST " + call.replaceFirst(" .*", ""), "{\"results\":[]}");

        Result result = shell.run(line.split(" "));

        assertThat(result).isEqualTo(new Result(0, "", "meproc: no task matches\n"));
        assertThat(service.asked).containsExactly("POST " + call);
    }

    @Test
    void aNewTaskIsListedWithoutBeingStarted() {
        service.on("PUT /tasks/web?start=false", "{\"change\":\"created\"}");
        assertThat(shell.run("start", "web", "--no-start", "--cmd", "true").code())
                .isZero();
        assertThat(service.asked).first().asString().startsWith("PUT /tasks/web?start=false {");
        assertThat(shell.run("start", "web", "--no-start"))
                .isEqualTo(
                        new Result(2, "", "meproc: --no-start needs a definition: a command, a file or an option\n"));
    }

    @Test
    void ofManyTheFirstFailureIsTheExitCodeAndTheOthersAreDone() {
        String answer = """
                {"results":[{"name":"a","status":404,"problem":{"type":"/docs#problem-unknown-task","title":"No such task"}},\
                {"name":"b","status":200,"outcome":{"change":"removed","note":"b:0: process 7 was killed"}}]}""";
        service.on("POST /tasks:remove", answer);

        assertThat(shell.run("rm", "a", "b"))
                .isEqualTo(new Result(4, "b: removed; b:0: process 7 was killed\n", "meproc: a: No such task\n"));
        assertThat(shell.run("rm", "a", "b", "--json")).isEqualTo(new Result(4, answer + "\n", ""));
    }

    /** The names are asked for once, and only if they are needed. */
    @Test
    void ofManyEachNameThatIsNotListedIsAnsweredWithThoseThatMayBeMeant() {
        String unknown =
                "\"status\":404,\"problem\":{\"type\":\"/docs#problem-unknown-task\",\"title\":\"No such task\"}";
        service.on(
                        "POST /tasks:stop",
                        "{\"results\":[{\"name\":\"wbe\",%s},{\"name\":\"sopt\",%s}]}".formatted(unknown, unknown))
                .on("GET /tasks?limit=1000", "{\"tasks\":[{\"name\":\"web\"},{\"name\":\"spot\"}],\"next\":null}");

        assertThat(shell.run("stop", "wbe", "sopt")).isEqualTo(new Result(4, "", """
                        meproc: wbe: No such task; did you mean 'web'?
                        meproc: sopt: No such task; did you mean 'spot'?
                        """));
        assertThat(service.asked).hasSize(2);
    }

    /** A call for many would not run a cron task that is scheduled, and who names it means that. */
    @Test
    void namedTasksAreStartedOneByOne() {
        service.on("POST /tasks/a/start", STOPPED).on("POST /tasks/nightly/start", STOPPED);

        assertThat(shell.run("start", "a", "nightly").code()).isZero();
        assertThat(service.asked).containsExactly("POST /tasks/a/start", "POST /tasks/nightly/start");
    }

    @Test
    void replicasAreCalledOneByOneAndAnsweredAsOne() {
        service.on("POST /tasks/a/replicas/0/stop", STOPPED)
                .problem("POST /tasks/a/replicas/9/stop", 404, "unknown-replica", "No such replica")
                .on("POST /tasks/b/stop", STOPPED);

        assertThat(shell.run("stop", "a:0", "a:9", "b"))
                .isEqualTo(new Result(
                        4,
                        "a:0: changed, stopped\nb: changed, stopped\n",
                        "meproc: a:9: No such replica: its detail\n"));
    }

    @Test
    void theRestartPolicyOfAFileIsOverriddenMemberByMember(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("task.json"), """
                {"cmd": "worker", "type": "daemon", "restart": "on-failure"}""");
        service.on("PUT /tasks/web", """
                {"change":"created","task":{"state":"running","running":1,"definition":{"replica":1}}}""");

        Result result = shell.run(
                "start", "web", "-f", file.toString(), "--give-up", "5 in 1m", "--restart-delay", "1s", "--essential");

        assertThat(result.code()).isZero();
        assertThat(service.asked.get(0))
                .contains(
                        "\"policy\":\"on-failure\"",
                        "\"giveUp\":\"5 in 1m\"",
                        "\"delay\":\"1s\"",
                        "\"essential\":true");
    }

    @Test
    void aDefinitionIsMadeOfOptionsAndACommand() {
        service.noting("If-None-Match").on("PUT /tasks/web", """
                {"change":"created","task":{"state":"running","running":3,"definition":{"replica":4}}}""");

        Result result = shell.run(
                ("start web --new --replica 4 -e A=b=c -e D= --deps db,cache --deps mq --cwd /srv -u www --group g"
                                + " --nice 5 --umask 027 --interval 100 --timeout 5m --success 0,TERM --limit nofile=9"
                                + " --stop-signal INT --stop-grace 1s --stdin /in --on-leader-exit wait"
                                + " -- server --json -- -x")
                        .split(" "));

        assertThat(result).isEqualTo(new Result(0, "web: created, running, 3 of 4 running\n", ""));
        String asked = service.asked.get(0);
        assertThat(asked)
                .startsWith("PUT /tasks/web {")
                .endsWith("} If-None-Match=*")
                .contains("\"args\":[\"server\",\"--json\",\"--\",\"-x\"]")
                .contains("\"type\":\"daemon\"", "\"replica\":4", "\"env\":{\"A\":\"b=c\",\"D\":\"\"}")
                .contains(
                        "\"deps\":[\"db\",\"cache\",\"mq\"]", "\"cwd\":\"/srv\"", "\"user\":\"www\"", "\"group\":\"g\"")
                .contains(
                        "\"nice\":5",
                        "\"umask\":\"027\"",
                        "\"interval\":100",
                        "\"timeout\":\"5m\"",
                        "\"stdin\":\"/in\"")
                .contains("\"success\":[0,\"TERM\"]", "\"limits\":{\"nofile\":\"9\"}", "\"onLeaderExit\":\"wait\"")
                .contains("\"stop\":{\"signal\":\"INT\",\"grace\":\"1s\"}");
    }

    @Test
    void aPatternMakesACronTaskAndALineIsForTheShell() {
        service.on("PUT /tasks/t", "{\"change\":\"created\"}");

        shell.run("start", "t", "--cron", "0 3 * * *", "--cmd", "a | b");

        assertThat(service.asked)
                .first()
                .asString()
                .contains("\"cron\":\"0 3 * * *\"", "\"cmd\":\"a | b\"", "\"type\":\"cron\"");
    }

    @Test
    void aFileIsADefinitionThatOptionsOverride(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("task.json"), """
                {"name":"web","type":"once","cmd":"old","replica":1,"env":{"A":"1"}}""");
        service.on("PUT /tasks/web", "{\"change\":\"changed\"}");

        Result result = shell.run("start", "--file", file.toString(), "-r", "2", "-e", "B=2", "--", "new");

        assertThat(result.out()).isEqualTo("web: changed\n");
        assertThat(service.asked)
                .containsExactly(
                        "PUT /tasks/web "
                                + "{\"name\":\"web\",\"type\":\"once\",\"replica\":2,\"env\":{\"A\":\"1\",\"B\":\"2\"},\"args\":[\"new\"]}");
    }

    @Test
    void aListOfDefinitionsIsOneTaskAfterTheOther() {
        service.on("PUT /tasks/a", "{\"change\":\"created\"}")
                .problem("PUT /tasks/b", 409, "exists", "Taken")
                .on("PUT /tasks/c", "{\"change\":\"unchanged\"}");

        Result result = shell.fed("[{\"name\":\"a\",\"cmd\":\"x\"},{\"name\":\"b\"},{\"name\":\"c\"}]")
                .run("start", "--file", "-");

        assertThat(result).isEqualTo(new Result(5, "a: created\nc: unchanged\n", "meproc: b: Taken: its detail\n"));
        assertThat(service.asked).first().isEqualTo("PUT /tasks/a {\"name\":\"a\",\"cmd\":\"x\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[{}]|object with a name", "[1]|object with a name", "1|neither a definition"})
    void aListOfSomethingElseIsRefusedBeforeAnythingIsDone(String file, String words) {
        Result result = shell.fed(file).run("start", "--file", "-");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("meproc: standard input ").contains(words);
        assertThat(service.asked).isEmpty();
    }

    @Test
    void aTaskThatShallBeNewAndIsListedIsToldSo() {
        service.problem("PUT /tasks/web", 412, "changed-meanwhile", "The task has another revision");

        assertThat(shell.run("start", "web", "--new", "--", "true"))
                .isEqualTo(new Result(5, "", "meproc: task 'web' is listed already\n"));
    }

    @Test
    void afterStopAllThereIsAWayBack() {
        service.on("POST /tasks:start", "{\"results\":[]}");

        shell.run("start", "--all");

        assertThat(service.asked).containsExactly("POST /tasks:start {\"selector\":{\"state\":\"stopped\"}}");
        assertThat(shell.run("start", "--all", "web").code()).isEqualTo(2);
        assertThat(shell.run("start", "--all", "--", "true").code()).isEqualTo(2);
    }

    @Test
    void theOutcomeForAReplicaHasItsOwnState() {
        service.on("POST /tasks/w/replicas/1/stop", """
                {"change":"changed","task":{"name":"w","state":"running","running":2,"definition":{"replica":3},\
                "marks":["running","stopped","running"]}}""");

        assertThat(shell.run("stop", "w:1").out()).isEqualTo("w:1: changed, stopped, 2 of 3 running\n");
    }

    @Test
    void aBrokenFileIsToldByItsPlaceAndNotQuoted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("task.json"), "{\"env\":\n  {\"TOKEN\": secret}}");

        Result result = shell.run("start", "a", "--file", file.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("task.json is not JSON: line 2, column")
                .doesNotContain("secret");
        assertThat(service.asked).isEmpty();
    }
}

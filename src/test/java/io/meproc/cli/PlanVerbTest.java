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

class PlanVerbTest {
    private static final String PLAN =
            "\"plan\":[{\"name\":\"db\",\"action\":\"stop\",\"definition\":\"unchanged\",\"starts\":0,"
                    + "\"restarts\":0,\"stops\":1,\"waits\":0,\"waitsFor\":[],\"after\":[\"app\"],\"reasons\":[]},"
                    + "{\"name\":\"app\",\"action\":\"restart\",\"definition\":\"unchanged\",\"starts\":0,\"restarts\":2,\"stops\":0,"
                    + "\"waits\":0,\"waitsFor\":[\"db to be ready\"],\"after\":[],\"reasons\":[\"is stopped\"]}]";

    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    PlanVerbTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "stop db --dry-run, POST /tasks/db/stop?dryRun=true",
        "restart db --rolling --dry-run, POST /tasks/db/restart?rolling=true&dryRun=true",
        "rm db --dry-run, DELETE /tasks/db?dryRun=true",
        "start db --dry-run, POST /tasks/db/start?dryRun=true",
        "scale db 2 --dry-run, PATCH /tasks/db?dryRun=true {\"replica\":2}",
        "start db --dry-run -- true, PUT /tasks/db?dryRun=true {\"args\":[\"true\"];\"type\":\"daemon\"}",
    })
    void aDryRunShowsThePlanOfTheCall(String line, String sent) {
        String call = sent.replace(';', ',');
        service.on(call.replaceFirst(" \\{.*", ""), "{\"change\":\"stopped\"," + PLAN + "}");
        Result result = shell.run(line.split(" "));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(service.asked).containsExactly(call);
        assertThat(result.out()).isEqualTo("""
                TASK  ACTION   REPLICAS   WHY
                db    stop     1 stop     after the end of app
                app   restart  2 restart  waits for db to be ready; is stopped
                """);
    }

    @Test
    void aPlanOfAnActionShowsRefusalsAndHasTheirExitCode() {
        service.on(
                "POST /plan",
                "{\"results\":[{\"name\":\"db\",\"status\":200,\"outcome\":{\"change\":\"stopped\"}},"
                        + "{\"name\":\"x\",\"status\":409,\"problem\":{\"type\":\"/docs#problem-conflict\","
                        + "\"title\":\"Conflict\",\"status\":409,\"detail\":\"it was changed\"}}]," + PLAN + "}");
        Result result = shell.run("plan", "stop", "db", "x");
        assertThat(service.asked)
                .first()
                .isEqualTo(
                        "POST /plan {\"changes\":[{\"action\":\"stop\",\"name\":\"db\"},{\"action\":\"stop\",\"name\":\"x\"}]}");
        assertThat(result.out()).contains("after the end of app");
        assertThat(result.err()).contains("it was changed");
        assertThat(result.code()).isEqualTo(Code.CONFLICT);
    }

    @Test
    void aPlanOfAFilePutsItsDefinitions(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("tasks.json"), "[{\"name\":\"a\",\"cmd\":\"true\",\"type\":\"once\"}]");
        service.on("POST /plan", "{\"results\":[],\"plan\":[]}");
        Result result = shell.run("plan", "--file", file.toString());
        assertThat(result.out()).isEqualTo("nothing would change\n");
        assertThat(service.asked)
                .containsExactly("POST /plan {\"changes\":[{\"action\":\"put\",\"name\":\"a\",\"definition\":"
                        + "{\"name\":\"a\",\"cmd\":\"true\",\"type\":\"once\"}}]}");
        assertThat(shell.run("plan").err()).contains("plan needs either --file, or an action and tasks");
        assertThat(shell.run("plan", "burn", "db").err()).contains("expected one of start, stop");
    }

    @Test
    void aConditionIsGivenBesideTheNames() {
        service.on("PUT /tasks/app", "{\"change\":\"created\"}");
        shell.run("start", "app", "--deps", "cache,db=ready", "--", "true");
        assertThat(service.asked.get(0)).contains("\"deps\":[\"cache\",{\"task\":\"db\",\"condition\":\"ready\"}]");
    }
}

package io.meproc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.cli.Shell.Result;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunVerbTest {
    private static final String OUTPUT = "GET /tasks/t/replicas/0/output?";
    private static final String LIST = "PUT /tasks/t?start=false";
    private static final String START = "POST /tasks/t/start";
    private static final String RUNNING =
            "{\"name\":\"t\",\"state\":\"running\",\"definition\":{\"replica\":1},\"replicas\":[{\"index\":0}]}";

    private final FakeService service = new FakeService();
    private final Shell shell = Shell.of(service);

    RunVerbTest() throws IOException {}

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void itShowsTheNewOutputUntilTheEndAndRemovesTheTask() {
        service.noting("If-None-Match");
        listed().on(OUTPUT + "from=-1&limit=1", 200, Map.of("Meproc-Next", "9"), "x")
                .on("GET /tasks/t", RUNNING)
                .on("GET /tasks/t", ended("\"cause\":\"exited\",\"code\":7"))
                .on(OUTPUT + "from=9&limit=1048576", 200, Map.of("Meproc-Next", "11"), "a\n")
                .on(OUTPUT + "from=11&limit=1048576", "")
                .on(OUTPUT + "from=11&limit=1048576", 200, Map.of("Meproc-Next", "15"), "b\033[0")
                .on(OUTPUT + "from=15&limit=1048576", "")
                .on("DELETE /tasks/t", "{\"change\":\"removed\"}");

        Result result = shell.run("run", "t", "-e", "A=b", "--", "job", "--fast");

        assertThat(result).isEqualTo(new Result(7, "a\nb\033[0", ""));
        assertThat(service.asked)
                .startsWith(
                        LIST
                                + " {\"env\":{\"A\":\"b\"},\"args\":[\"job\",\"--fast\"],\"type\":\"once\"}"
                                + " If-None-Match=*",
                        OUTPUT + "from=-1&limit=1",
                        START)
                .endsWith("DELETE /tasks/t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0|  |'cause':'exited','code':0",
                "137|t:0 words|'cause':'signaled','signal':9",
                "143|t:0 words|'cause':'stopped','signal':15",
                "0|t:0 words|'cause':'stopped','code':0",
                "124|t:0 words|'cause':'timed out','code':0",
                "124|t:0 words|'cause':'timed out','code':7",
                "124|t:0 words|'cause':'timed out','signal':15,'forced':false",
                "137|t:0 words|'cause':'timed out','signal':9,'forced':true",
                "137|t:0 words|'cause':'killed for memory'",
                "127|t:0 words|'cause':'not started','errno':'ENOENT'",
                "126|t:0 words|'cause':'not started','errno':'EACCES'",
                "125|t:0 words|'cause':'not started','errno':'EAGAIN'",
                "125|t:0 words|'cause':'unknown'",
            })
    void theExitCodeIsTheTasks(int code, String words, String exit) {
        listed().on("GET /tasks/t", ended(exit.replace('\'', '"')))
                .on(OUTPUT + "from=-1&limit=1", "")
                .on(OUTPUT + "from=0&limit=1048576", "");

        Result result = shell.run("run", "t", "--keep", "--", "job");

        assertThat(result).isEqualTo(new Result(code, "", words == null ? "" : "meproc: " + words + "\n"));
        assertThat(service.asked).noneMatch(call -> call.startsWith("DELETE"));
    }

    @ParameterizedTest
    @CsvSource({
        "412, changed-meanwhile, listed, 125",
        "422, start-failed, exec x: ENOENT, 127",
        "422, start-failed, exec x: EACCES, 126",
        "400, invalid-field, x, 125",
    })
    void whatCannotRunHasACodeOfItsOwn(int status, String type, String title, int code) {
        service.problem(LIST, status, type, title);

        Result result = shell.run("run", "t", "--", "job");

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).startsWith("meproc: " + (status == 412 ? "task 't' is listed already" : title));
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void whatDoesNotStayIsNotSaidToStay() {
        service.on(LIST, "{\"task\":" + RUNNING + "}")
                .on(OUTPUT + "from=-1&limit=1", "")
                .on(START, 422, Map.of(), """
                    {"type":"/docs#problem-start-failed","title":"No replica of the task could be started","status":422,\
                    "detail":"the task stays listed as it is now: exec nosuch: No such file or directory (ENOENT)"}\
                    """);

        assertThat(shell.run("run", "t", "--", "nosuch"))
                .isEqualTo(new Result(
                        127,
                        "",
                        "meproc: No replica of the task could be started: exec nosuch: No such file or"
                                + " directory (ENOENT)\n"));
    }

    @Test
    void inputThatTheCommandWouldNotReceiveIsRefused() {
        Result result = shell.fed("data").run("run", "t", "--", "cat");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("--stdin FILE", "</dev/null");
        assertThat(service.asked).isEmpty();
    }

    @Test
    void inputIsNobodysConcernIfTheCommandReadsAFile() {
        service.problem(LIST, 400, "invalid-field", "asked");

        assertThat(shell.fed("data")
                        .run("run", "t", "--stdin", "/list", "--", "cat")
                        .err())
                .startsWith("meproc: asked");
    }

    @Test
    void inputThatComesLaterIsNotLostSilently() {
        listed().on(OUTPUT + "from=-1&limit=1", "")
                .on("GET /tasks/t", RUNNING)
                .on("GET /tasks/t", RUNNING)
                .on("GET /tasks/t", ended("\"cause\":\"exited\",\"code\":0"))
                .on(OUTPUT + "from=0&limit=1048576", "");

        assertThat(shell.fedLater("data").run("run", "t", "--keep", "--", "cat").err())
                .isEqualTo("meproc: standard input does not reach the command; use --stdin FILE to pass a file\n");
    }

    @Test
    void aTaskThatSomebodyRemovedMeanwhileIsNoRun() {
        listed().on(OUTPUT + "from=-1&limit=1", "").problem("GET /tasks/t", 404, "unknown-task", "No such task");

        assertThat(shell.run("run", "t", "--", "job").code()).isEqualTo(125);
    }

    @Test
    void withJsonItIsTheTaskInsteadOfTheOutput() {
        String task = ended("\"cause\":\"exited\",\"code\":3");
        listed().on("GET /tasks/t", task).on("DELETE /tasks/t", "{}");

        assertThat(shell.run("run", "t", "--json", "--", "job")).isEqualTo(new Result(3, task + "\n", ""));
    }

    @Test
    void linesOfManyReplicasBearTheirNames() {
        service.on(LIST, "{\"task\":{\"definition\":{\"replica\":2}}}")
                .on(START, "{}")
                .on("GET /tasks/t", ended("\"cause\":\"exited\",\"code\":0"))
                .on(OUTPUT + "from=-1&limit=1", "")
                .on("GET /tasks/t/replicas/1/output?from=-1&limit=1", "")
                .on(OUTPUT + "from=0&limit=1048576", 200, Map.of("Meproc-Next", "4"), "a\nb\n")
                .on(OUTPUT + "from=4&limit=1048576", "")
                .on("GET /tasks/t/replicas/1/output?from=0&limit=1048576", 200, Map.of("Meproc-Next", "1"), "c")
                .on("GET /tasks/t/replicas/1/output?from=1&limit=1048576", "");

        assertThat(shell.run("run", "t", "-r", "2", "--keep", "--", "job").out())
                .isEqualTo("""
                    t:0 | a
                    t:0 | b
                    t:1 | c
                    """);
    }

    private FakeService listed() {
        return service.on(LIST, "{\"change\":\"created\",\"task\":" + RUNNING + "}")
                .on(START, "{}");
    }

    private static String ended(String exit) {
        return "{\"name\":\"t\",\"state\":\"failed\",\"replicas\":[{\"index\":0,\"lastExit\":{" + exit
                + ",\"words\":\"words\"}}]}";
    }
}

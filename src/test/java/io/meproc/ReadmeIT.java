package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the README says, command by command, and compares what comes of it with what the README shows.
 * Pids and times are not compared, nor is the port, which is a free one here.
 */
class ReadmeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    private static final Pattern LOG_LINE = Pattern.compile(
            "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d UTC \\[INFO]: (?:Task|Process \\d+) \\(?(\\w+).*");
    private static final Set<String> VARYING = Set.of("pid", "last_time", "start_time");

    private record Block(String language, String text) {}

    @TempDir
    private Path directory;

    @Test
    void everyCommandDoesWhatTheReadmeSays() throws IOException, InterruptedException {
        List<Block> blocks = blocks();
        assertThat(blocks.get(0)).isEqualTo(new Block("bash", "./meproc\n"));
        try (RunningService service = RunningService.start(directory)) {
            String printed = "";
            for (Block block : blocks.subList(1, blocks.size())) {
                switch (block.language()) {
                    case "bash" -> printed = run(block.text(), service.port());
                    case "json" -> compareJson(block.text(), printed);
                    case "console" -> assertThat(printed).isEqualTo(block.text());
                    case "text" -> compareLog(block.text(), service);
                    default -> throw new AssertionError("a block of " + block.language());
                }
            }
            service.terminate();
            assertThat(service.exitCode()).isZero();
            assertThat(service.children()).isEmpty();
        }
    }

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private String run(String commands, int port) throws IOException, InterruptedException {
        if (commands.equals("./check\n")) {
            // This test is a part of it.
            assertThat(Path.of("check")).isExecutable();
            return "";
        }
        Path printed = directory.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", "-ec", commands.replace(":8606", ":" + port).replace("\n\n", "\necho\n"))
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("MEPROC_URL", "http://127.0.0.1:" + port);
        Process shell = builder.start();
        assertThat(shell.waitFor()).as(commands).isZero();
        return Files.readString(printed);
    }

    private static void compareJson(String shown, String printed) throws IOException {
        List<JsonNode> expected = values(shown);
        List<JsonNode> actual = values(printed);
        assertThat(actual).as(printed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            compare("", expected.get(i), actual.get(i));
        }
    }

    private static List<JsonNode> values(String text) throws IOException {
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
            return values.readAll();
        }
    }

    private static void compare(String field, JsonNode expected, JsonNode actual) {
        assertThat(actual.getNodeType()).as(field).isEqualTo(expected.getNodeType());
        if (expected.isObject()) {
            assertThat(actual.fieldNames()).toIterable().containsExactlyElementsOf(expected::fieldNames);
            expected.fieldNames().forEachRemaining(name -> compare(name, expected.get(name), actual.get(name)));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(field).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(field, expected.get(i), actual.get(i));
            }
        } else if (VARYING.contains(field) && expected.isNumber()) {
            assertThat(actual.longValue() > 0).as(field).isEqualTo(expected.longValue() > 0);
        } else if (expected.isTextual() && INSTANT.matcher(expected.textValue()).matches()) {
            assertThat(actual.textValue()).as(field).matches(INSTANT);
        } else {
            assertThat(actual).as(field).isEqualTo(expected);
        }
    }

    /** Tasks run beside each other, so the order of the lines is compared for each task alone. */
    private static void compareLog(String shown, RunningService service) {
        if (shown.contains("Listen: ")) {
            assertThat(masked(service.log().lines().findFirst().orElse(""))).isEqualTo(masked(shown.strip()));
            return;
        }
        Set<String> tasks = new java.util.TreeSet<>();
        shown.lines().map(LOG_LINE::matcher).filter(Matcher::matches).forEach(line -> tasks.add(line.group(1)));
        assertThat(tasks).hasSize(3);
        for (String task : tasks) {
            List<String> expected = linesOf(task, shown);
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(linesOf(task, service.log()).stream()
                                    .limit(expected.size())
                                    .toList())
                            .containsExactlyInAnyOrderElementsOf(expected));
            assertThat(steps(linesOf(task, service.log()), expected.size()))
                    .isEqualTo(steps(expected, expected.size()));
        }
    }

    private static List<String> linesOf(String task, String log) {
        return log.lines()
                .filter(line -> {
                    Matcher matcher = LOG_LINE.matcher(line);
                    return matcher.matches() && matcher.group(1).equals(task);
                })
                .map(ReadmeIT::masked)
                .toList();
    }

    private static List<String> steps(List<String> lines, int most) {
        return lines.stream().limit(most).filter(line -> line.contains("Task ")).toList();
    }

    private static String masked(String line) {
        return line.replaceAll("\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d", "TIME")
                .replaceAll("Process \\d+", "Process PID")
                .replaceAll("after \\d+\\.\\d s", "after TIME")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS");
    }
}

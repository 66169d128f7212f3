package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/embedding.md, compiled and run against the packaged jar. */
class EmbeddingIT {
    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void theProgramInTheDocumentationDeploysStartsATaskAndSeesItEnd() throws IOException, InterruptedException {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("docs/embedding.md")));
        assertThat(program.find()).isTrue();
        Path source = Files.writeString(directory.resolve("Example.java"), program.group(1));
        String classPath = "target/meproc.jar:target/lib/*";
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", directory.toString(), "-proc:none", source.toString());
        assertThat(compiled).isZero();

        Path out = directory.resolve("out");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        classPath + ":" + directory,
                        "Example",
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        List<String> lines = Files.readAllLines(out);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        assertThat(lines)
                .anyMatch(line -> line.matches("http://127\\.0\\.0\\.1:\\d+"))
                .contains("status 201")
                .anyMatch(line -> line.startsWith("started: started as process "))
                .anyMatch(line -> line.startsWith("exited: exit: code 3 after "));
        assertThat(Files.readString(directory.resolve("data/logs/greeting/0.log")))
                .isEqualTo("hello\n");
    }
}

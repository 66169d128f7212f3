package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test with the packaged service and its client; each method removes the tasks that it started. */
abstract class WithCli {
    @TempDir
    static Path directory;

    static RunningService service;
    static Cli cli;

    @BeforeAll
    static void startService() throws IOException {
        service = RunningService.start(directory);
        cli = new Cli(service, directory);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        cli.run("rm", "--all");
        assertThat(service.children()).isEmpty();
    }

    @AfterAll
    static void endService() {
        service.close();
    }
}

package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The folder of a removed task goes when it holds no output, and nothing else goes. */
@Tag("slow")
class EmptyFoldersTest {
    @TempDir
    private Path directory;

    private Path folder(String task) {
        return directory.resolve(task);
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Rounds take all that waits, so what was removed before this one has had its turn. */
    private void aRoundIsOver(ProcessSide side) {
        side.exit(side.order("last", ":"));
        side.removed("last");
        ProcessSide.eventually(() -> Files.notExists(folder("last")));
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void whatTinyTasksLeaveIsRemovedAndOutputStays(LauncherChoice choice) throws Exception {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            side.exit(side.order("silent", ":"));
            side.exit(side.order("silent", 7, new Command(":", null, null)));
            side.exit(side.order("loud", "echo hello"));
            side.exit(side.order("listed", ":"));
            for (String task : List.of("silent", "loud", "never-run")) {
                side.removed(task);
            }
            aRoundIsOver(side);
            assertThat(folders()).containsExactly("listed", "loud");
            assertThat(folder("loud/0.log")).hasContent("hello");
            assertThat(side.output("silent", "echo again")).isEqualTo("again\n");
        }
    }

    @Test
    void whatMeprocHasNotMadeStays() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Files.createDirectory(
                    folder("open"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.createDirectory(directory.resolveSibling(directory.getFileName() + "-elsewhere"));
            Files.createSymbolicLink(folder("link"), directory.resolveSibling(directory.getFileName() + "-elsewhere"));
            for (String task : List.of("open", "link", "rotated", "noted", "linked")) {
                side.exit(side.order(task, ":"));
            }
            Files.createFile(folder("rotated/0.log.1"));
            Files.createDirectory(folder("noted/1.log"));
            Files.createSymbolicLink(folder("linked/1.log"), folder("linked/0.log"));
            for (String task : folders()) {
                side.removed(task);
            }
            aRoundIsOver(side);
            assertThat(folders()).containsExactly("link", "linked", "noted", "open", "rotated");
            for (String task : folders()) {
                assertThat(folder(task + "/0.log")).exists();
            }
        }
    }

    @Test
    void aTaskOfTheSameNameKeepsItsFolder() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            for (int i = 0; i < 20; i++) {
                side.exit(side.order("again" + i, ":"));
                side.removed("again" + i);
            }
            List<Run> runs = Stream.iterate(0, i -> i < 20, i -> i + 1)
                    .map(i -> side.live("again" + i, "trap 'echo out; exit' TERM; while :; do sleep 0.05; done"))
                    .toList();
            aRoundIsOver(side);
            for (Run run : runs) {
                side.send(run, Signal.TERM);
                side.exit(run);
                assertThat(side.log(run)).content().contains("out");
            }
        }
    }

    @Test
    void aLogThatAProcessStillHasOpenStaysUntilThatEnds() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            side.exit(side.order("held", ":"));
            Process holder = new ProcessBuilder("sleep", "1000")
                    .redirectOutput(Redirect.appendTo(folder("held/0.log").toFile()))
                    .start();
            try {
                side.removed("held");
                aRoundIsOver(side);
                assertThat(folder("held/0.log")).exists();
            } finally {
                holder.destroyForcibly().waitFor();
            }
            ProcessSide.eventually(() -> Files.notExists(folder("held")));
        }
    }
}

package io.meproc.process;

import io.meproc.process.account.Identity;
import io.meproc.process.account.Setpriv;
import io.meproc.process.spawn.ChildSetupBuilder;
import io.meproc.process.spawn.OpenFiles;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.command.Limit;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.StopPlan;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The command line for {@link ProcessBuilder}: system programs that set the attributes of the task, each of which
 * executes the next and keeps the pid, and then the command.
 *
 * @param setpriv for another user or group
 * @param prlimit for limits, see prlimit(1); null without it
 * @param setsid for a session of its own, see setsid(1); null without it
 * @param choom for the memory score, see choom(1); null without it
 */
record PortableLine(
        Setpriv setpriv,
        @Nullable String prlimit,
        @Nullable String setsid,
        @Nullable String choom) {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final List<String> SHELL = WINDOWS ? List.of("cmd", "/c") : List.of("/bin/sh", "-c");
    private static final String NOTHING = WINDOWS ? "NUL" : "/dev/null";
    private static final String PRLIMIT = "/usr/bin/prlimit";
    private static final String SETSID = "/usr/bin/setsid";
    private static final String CHOOM = "/usr/bin/choom";
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");

    static PortableLine ofThisMachine() {
        return new PortableLine(Setpriv.ofThisMachine(), program(PRLIMIT), program(SETSID), program(CHOOM));
    }

    private static @Nullable String program(String path) {
        return Files.isExecutable(Path.of(path)) ? path : null;
    }

    /** The part of a definition that is not supported here; null for none. */
    @Nullable
    String obstacle(TaskDefinition definition, HandleSignals signals) {
        Surroundings around = definition.command().surroundings();
        Optional<StopPlan.Step> strange = definition.ends().stop().steps().stream()
                .filter(step -> !signals.knows(step.signal()))
                .findFirst();
        if (strange.isPresent()) {
            return "stop: signal " + strange.get().signal() + " can't be sent by the portable launcher here; TERM and"
                    + " KILL can";
        } else if (WINDOWS && (around.umask() != null || around.nice() != null)) {
            return (around.umask() != null ? "umask" : "nice") + " can't be set on Windows";
        } else if (definition.command().switchesAccount() && (around.stdin() != null || around.cwd() != null)) {
            return (around.stdin() != null ? "stdin" : "cwd")
                    + ": the portable launcher would open it with Meproc's own rights, not with those of the user";
        } else if (!around.sockets().isEmpty()) {
            return "sockets: the portable launcher can't pass them on; the native one can, on Linux";
        } else if (prlimit == null && !around.limits().isEmpty()) {
            return "limits: the portable launcher needs " + PRLIMIT + " (package util-linux), which is not there";
        } else if (choom == null && around.oomScore() != null) {
            return "oom_score_adj: the portable launcher needs " + CHOOM + " (package util-linux), which is not there";
        }
        return null;
    }

    ProcessBuilder builder(Command command, Identity identity) throws SpawnException {
        String obstacle = setpriv.obstacle(identity);
        if (obstacle != null) {
            throw new SpawnException(ChildSetupBuilder.USER, obstacle);
        }
        Surroundings around = command.surroundings();
        refuseWhatMayBlock(around.stdin());
        List<String> words = new ArrayList<>();
        if (setsid != null) {
            words.add(setsid);
        }
        limits(around, words);
        if (choom != null) {
            words.addAll(
                    List.of(choom, "-n", Integer.toString(around.oomScore() == null ? 0 : around.oomScore()), "--"));
        }
        if (around.nice() != null) {
            words.addAll(List.of("/usr/bin/nice", "-n", Integer.toString(around.nice())));
            if (setsid != null && Files.exists(AUTOGROUP)) {
                shell("echo " + around.nice() + " 2>/dev/null >" + AUTOGROUP, words);
            }
        }
        words.addAll(setpriv.words(identity));
        if (around.umask() != null) {
            shell("umask " + Integer.toOctalString(around.umask()), words);
        }
        words.addAll(program(command.program()));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectInput(new File(around.stdin() == null ? NOTHING : around.stdin()));
        return around.cwd() == null ? builder : builder.directory(new File(around.cwd()));
    }

    private static void shell(String line, List<String> words) {
        words.addAll(SHELL);
        words.addAll(List.of(line + "; exec \"$@\"", "sh"));
    }

    /** Refuses files on which Java's open may block, and with it all other starts. */
    private static void refuseWhatMayBlock(@Nullable String stdin) throws SpawnException {
        if (stdin != null && Files.exists(Path.of(stdin)) && !Files.isRegularFile(Path.of(stdin))) {
            throw new SpawnException(
                    ChildSetupBuilder.STDIN,
                    "stdin " + stdin + ": is no regular file, and the portable launcher takes no other");
        }
    }

    private void limits(Surroundings around, List<String> words) {
        OptionalLong openFiles = OpenFiles.isSetBy(around) ? OptionalLong.empty() : OpenFiles.asStarted();
        if (prlimit != null && (openFiles.isPresent() || !around.limits().isEmpty())) {
            words.add(prlimit);
            openFiles.ifPresent(soft -> words.add("--nofile=" + soft + ":"));
            for (Limit limit : around.limits()) {
                words.add("--" + limit.resource().word() + "=" + limit.text());
            }
            words.add("--");
        }
    }

    private static List<String> program(Program program) {
        if (program instanceof Program.Words given) {
            return given.words();
        }
        List<String> words = new ArrayList<>(SHELL);
        words.add(program.text());
        List<String> args = ((Program.ShellLine) program).args();
        if (!args.isEmpty() && !WINDOWS) {
            words.add("sh");
        }
        words.addAll(args);
        return words;
    }
}

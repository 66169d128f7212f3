package io.meproc.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Runs each verb once against a service that is started for it, to record the classes for the class data archive. */
public final class Rehearsal {
    private static final int COLUMNS = 80;

    private Rehearsal() {}

    public static void main(String[] arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Screen screen = new Screen(nowhere, nowhere, true, OptionalInt.of(COLUMNS), OptionalInt.empty());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MEPROC_URL", arguments[0]);
        StandardInput input = new StandardInput(InputStream.nullInputStream(), false);
        Client client = new Client(screen, input, environment, InstantSource.system());
        for (String line : List.of(
                "run rehearsed --keep --env A=b -- true",
                "start lasting -- sleep 60",
                "ls",
                "get lasting",
                "rm lasting",
                "ls --json",
                "get rehearsed",
                "why rehearsed",
                "logs rehearsed -n 1",
                "start rehearsed",
                "stop rehearsed",
                "restart rehearsed",
                "reset rehearsed",
                "signal rehearsed HUP",
                "scale rehearsed 2",
                "rm rehearsed",
                "complete tasks",
                "cron @daily",
                "node",
                "help",
                "ls --wrong")) {
            client.run(List.of(line.split(" ")));
        }
    }
}

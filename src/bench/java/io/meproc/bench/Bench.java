package io.meproc.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program: runs the benchmarks that were asked for and prints one table.
 *
 * <p>Exit status: 0 when all were measured, whatever the figures are; 1 when one could not be measured or left
 * something behind; 2 for a wrong command line.
 */
public final class Bench {
    /** In the order in which they run. */
    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("start", new StartBenchmark());
        ALL.put("spawn", new SpawnBenchmark());
        ALL.put("many", new ManyBenchmark());
        ALL.put("respawn", new RespawnBenchmark());
        ALL.put("list", new ListBenchmark());
        ALL.put("idle", new IdleBenchmark());
        ALL.put("probes", new ProbesBenchmark());
        ALL.put("scale", new ScaleBenchmark());
        ALL.put("storm", new StormBenchmark());
        ALL.put("follow", new FollowBenchmark());
        ALL.put("busy", new BusyBenchmark());
        ALL.put("commit", new CommitBenchmark());
        ALL.put("adopt", new AdoptBenchmark());
        ALL.put("restart", new RestartBenchmark());
        ALL.put("page", new PageBenchmark());
    }

    private Bench() {}

    public static void main(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments), ALL.keySet());
        } catch (IllegalArgumentException misused) {
            System.err.println("bench: " + misused.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Options options) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        boolean measured = true;
        Workshop workshop = Workshop.open(options, Path.of("").toAbsolutePath());
        Thread cleaner = new Thread(workshop::close, "cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        for (String name : options.benchmarks()) {
            System.err.println("bench: " + name + " ...");
            try {
                rows.addAll(ALL.get(name).run(workshop));
            } catch (Exception broken) {
                if (workshop.isClosing()) {
                    // Interrupted: the cleaner has taken the service away and ends the program.
                    return false;
                }
                System.err.println("bench: " + name + " could not be measured: " + broken);
                measured = false;
            }
        }
        Table.print(System.out, rows, options.markdown());
        return workshop.close() && measured;
    }
}

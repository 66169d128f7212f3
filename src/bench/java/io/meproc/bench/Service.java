package io.meproc.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Meproc, started as its users start it, in a folder of its own. */
final class Service implements AutoCloseable {
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 30;

    private final Path project;
    private final Leftovers leftovers;
    private final Process process;
    private final int port;
    private final Path folder;
    private final double startMillis;
    private final Api api;

    private Service(
            Path project, Leftovers leftovers, Process process, int port, Path folder, double startMillis, Api api) {
        this.project = project;
        this.leftovers = leftovers;
        this.process = process;
        this.port = port;
        this.folder = folder;
        this.startMillis = startMillis;
        this.api = api;
    }

    static Service start(Path project, Path folder, Leftovers leftovers) throws IOException {
        int port = freePort();
        // A file of its own, since the project's may be the operator's.
        Path configuration = Files.writeString(folder.resolve("meproc.yaml"), "ip: 127.0.0.1\n");
        List<String> line = new ArrayList<>(command(project));
        line.addAll(List.of("--config", configuration.toString(), "--port", "" + port));
        ProcessBuilder builder = leftovers
                .mark(new ProcessBuilder(line))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.out").toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("MEPROC_") && !name.startsWith("MEPROC_J") && !name.equals("MEPROC_BENCH"));
        builder.environment().put("MEPROC_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("MEPROC_LOG_DIR", folder.resolve("log").toString());
        long began = System.nanoTime();
        Process process = builder.start();
        Optional<Api> api = Api.firstAnswer(port, process, START_SECONDS);
        double millis = (System.nanoTime() - began) / 1e6;
        if (api.isEmpty()) {
            process.destroyForcibly();
            throw new IOException("Meproc did not start: " + Files.readString(folder.resolve("service.out")));
        }
        return new Service(project, leftovers, process, port, folder, millis, api.get());
    }

    /** The start script, which alone knows the JVM's options; the bare jar where there is none. */
    private static List<String> command(Path project) {
        Path script = project.resolve("meproc");
        if (Files.isExecutable(script)) {
            return List.of(script.toString());
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:+UseSerialGC",
                "-jar",
                project.resolve("target/meproc.jar").toString());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** From its start to its first answer. */
    double startMillis() {
        return startMillis;
    }

    Api api() {
        return api;
    }

    Usage usage() {
        return Usage.of(process.pid());
    }

    int threads() throws IOException {
        return Usage.count(process.pid(), "task");
    }

    /** How many descriptors it has open. */
    int descriptors() throws IOException {
        return Usage.count(process.pid(), "fd");
    }

    /** CPU seconds that the threads which it has then used within {@code millis}. */
    double cpuSecondsWithin(long millis) throws IOException {
        Map<Path, Double> before = Usage.threadNanos(process.pid());
        Pause.millis(millis);
        return Usage.threadNanos(process.pid()).entrySet().stream()
                        .mapToDouble(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0.0))
                        .sum()
                / 1e9;
    }

    /** Where the output of a task's first replica is. */
    Path log(String task) {
        return log(task, 0);
    }

    Path log(String task, int index) {
        return folder.resolve("log").resolve(task).resolve(index + ".log");
    }

    /** Kills it, and starts another on the same folder. */
    Service killed() throws IOException {
        api.close();
        process.destroyForcibly();
        Pause.until("the end of Meproc", STOP_SECONDS, () -> !process.isAlive());
        return start(project, folder, leftovers);
    }

    /** Ends it the way an operator does. */
    @Override
    public void close() throws IOException {
        api.close();
        process.destroy();
        Pause.until("the end of Meproc", STOP_SECONDS, () -> !process.isAlive());
        if (process.exitValue() != 0) {
            throw new IOException("Meproc ended with " + process.exitValue());
        }
    }
}

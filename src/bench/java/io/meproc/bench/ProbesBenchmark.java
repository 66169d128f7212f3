package io.meproc.bench;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The share of a processor that Meproc takes for a thousand probes with their usual period. */
final class ProbesBenchmark implements Benchmark {
    private static final int PROBES = 1_000;
    private static final double AIM_PERCENT = 5;
    private static final int SETTLE_MILLIS = 15_000;
    private static final int BACKLOG = 2_000;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try (Service service = workshop.service()) {
            int seconds = workshop.options().times(40, 20);
            String task = "'name':'%s','type':'daemon','replica':" + PROBES + ",'cmd':'exec sleep 1000'%s";
            service.api().put(String.format(task, "plain", ""));
            double without = percent(service, seconds);
            service.api().put(String.format(task, "http", ",'ready':{'http':{'port':" + port + "}}"));
            double http = percent(service, seconds) - without;
            service.api().put(String.format(task, "tcp", ",'ready':{'tcp':{'port':" + port + "}}"));
            double tcp = percent(service, seconds) - without - http;
            return List.of(row("HTTP", http), row("TCP", tcp));
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static Row row(String kind, double percent) {
        return Row.alone("1,000 probes by " + kind + " every 10 s, of one core", Sample.text("%.1f %%", percent))
                .aim("<= 5 %", percent <= AIM_PERCENT);
    }

    private static double percent(Service service, int seconds) throws Exception {
        Pause.millis(SETTLE_MILLIS);
        return service.cpuSecondsWithin(TimeUnit.SECONDS.toMillis(seconds)) * 100 / seconds;
    }
}

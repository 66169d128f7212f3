package io.meproc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Requests at a bounded rate through restarts of a server whose listening socket Meproc holds. */
final class RestartBenchmark implements Benchmark {
    private static final int RESTARTS = 10;
    private static final int PER_SECOND = 1_000;
    private static final int PAUSE_MILLIS = 500;
    private static final String RESTART = "/api/v1/tasks/web/restart";

    /** Takes descriptor 3, and ends after SIGTERM when every accepted connection has its answer. */
    private static final String SERVER = """
            open(my $listener, '+<&=', 3) or die;
            my $ends = 0;
            $SIG{TERM} = sub { $ends = 1 };
            while (!$ends) {
                my $ready = '';
                vec($ready, 3, 1) = 1;
                next if select($ready, undef, undef, 0.2) <= 0;
                accept(my $client, $listener) or next;
                sysread($client, my $request, 4096);
                syswrite($client, 'answer');
                close($client);
            }
            """;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        Sample waits = new Sample();
        int failed = 0;
        int rounds = workshop.options().times(3, 1);
        for (int round = 0; round < rounds; round++) {
            int port = Service.freePort();
            try (Service service = workshop.service()) {
                Path program = service.log("x").getParent().getParent().resolve("server.pl");
                Files.writeString(program, SERVER);
                service.api()
                        .put("'name':'web','type':'daemon','args':['perl','" + program
                                + "'],'sockets':[{'listen':'127.0.0.1:" + port + "'}]");
                Handover load = new Handover(port, PER_SECOND);
                restarts(service);
                waits.add(load.end());
                failed += load.failed();
            }
        }
        String what = PER_SECOND + " requests/s through " + RESTARTS + " restarts with a held socket: failed; p50 / p99 of all";
        return List.of(Row.alone(what, failed + " of " + waits.size() + "; " + waits.words("ms"))
                .aim("none failed", failed == 0));
    }

    private static void restarts(Service service) throws IOException {
        for (int restart = 0; restart < RESTARTS; restart++) {
            Pause.millis(PAUSE_MILLIS);
            service.api().post(RESTART, "");
        }
        Pause.millis(PAUSE_MILLIS);
    }
}

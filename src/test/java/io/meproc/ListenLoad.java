package io.meproc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that open a connection for each request, at a bounded rate, and record each one that fails. */
public final class ListenLoad {
    /** A server in Perl that takes descriptor 3. It answers each connection with its pid, and ends after SIGTERM when the connection that it has is answered. */
    public static final String SERVER = """
            open(my $listener, '+<&=', 3) or die "no descriptor 3: $!";
            die 'the sockets are not for this process' if $ENV{LISTEN_PID} != $$;
            my $ends = 0;
            $SIG{TERM} = sub { $ends = 1 };
            while (!$ends) {
                my $ready = '';
                vec($ready, 3, 1) = 1;
                next if select($ready, undef, undef, 0.2) <= 0;
                accept(my $client, $listener) or next;
                sysread($client, my $request, 4096);
                syswrite($client, $$);
                close($client);
            }
            """;

    private static final int CLIENTS = 8;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int MOST_ERRORS = 20;

    private final int port;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Set<Long> processes = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private final long period;
    private volatile boolean ended;

    /** Begins. */
    public ListenLoad(int port, int perSecond) {
        this.port = port;
        this.period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(this::run, "load-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void run() {
        while (!ended) {
            LockSupport.parkNanos(began + next.getAndIncrement() * period - System.nanoTime());
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write("?".getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readAllBytes();
                processes.add(Long.parseLong(new String(answer, StandardCharsets.US_ASCII)));
                answers.incrementAndGet();
            } catch (IOException | NumberFormatException failed) {
                if (errors.size() < MOST_ERRORS) {
                    errors.add(failed.toString());
                }
            }
        }
    }

    /** Ends when the last requests are answered. */
    public void end() throws InterruptedException {
        ended = true;
        for (Thread client : clients) {
            client.join(PATIENCE_MILLIS);
        }
    }

    public long answers() {
        return answers.get();
    }

    /** The first errors. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** The processes that have answered. */
    public Set<Long> processes() {
        return Set.copyOf(processes);
    }
}

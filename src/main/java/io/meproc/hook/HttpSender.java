package io.meproc.hook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends notifications as HTTP requests. Each has a connection of its own; redirects are not followed. */
final class HttpSender {
    private static final int CONNECT_MILLIS = 10_000;

    private static final int MOST_CONNECTIONS = 100;
    private static final int MOST_ANSWER = 1 << 14;

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final Clock clock;
    private final Timing timing;
    private @Nullable HttpClient client;

    /** A target with its secrets and addresses, as read for one attempt. */
    private record Resolved(
            Url url, List<String> secrets, @Nullable InetAddress server) {}

    /** No attempt can succeed for this reason. */
    private static final class ImpossibleException extends Exception {
        private static final long serialVersionUID = 1;

        ImpossibleException(String words) {
            super(words);
        }
    }

    HttpSender(Vertx vertx, WorkerExecutor worker, Clock clock, Timing timing) {
        this.vertx = vertx;
        this.worker = worker;
        this.clock = clock;
        this.timing = timing;
    }

    /** Sends a message; the future does not fail. */
    Future<Outcome> send(Target.Http target, Message message) {
        return worker.executeBlocking(() -> resolve(target), false)
                .compose(resolved -> request(target, resolved, message))
                .recover(broken -> Future.succeededFuture(
                        broken instanceof ImpossibleException
                                ? new Outcome.Impossible(String.valueOf(broken.getMessage()))
                                : new Outcome.Failed(Failures.words(broken, timing.attempt()))));
    }

    private static Resolved resolve(Target.Http target) throws IOException, ImpossibleException {
        String text = target.urlFile() == null
                ? String.valueOf(target.url())
                : SecretFile.read(target.urlFile()).get(0);
        Url url = Url.of(text)
                .orElseThrow(() -> new IOException("the URL in " + target.urlFile() + " is not one of http or https"));
        List<String> secrets = target.secrets() == null ? List.of() : SecretFile.read(target.secrets());
        if (!target.checked()) {
            return new Resolved(url, secrets, null);
        }
        InetAddress server = InetAddress.getByName(url.host());
        if (server.isLinkLocalAddress() || server.isMulticastAddress() || server.isAnyLocalAddress()) {
            throw new ImpossibleException("the host " + url.host() + " has the address " + server.getHostAddress()
                    + ", to which a URL in a definition may not lead");
        }
        return new Resolved(url, secrets, server);
    }

    private Future<Outcome> request(Target.Http target, Resolved resolved, Message message) {
        Requests.Prepared prepared = Requests.of(target, resolved.url(), resolved.secrets(), message, clock.instant());
        Url url = prepared.url();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setURI(url.path())
                .setConnectTimeout(CONNECT_MILLIS);
        if (target.authorities() != null) {
            options.setSslOptions(new ClientSSLOptions()
                    .setTrustOptions(new PemTrustOptions()
                            .addCertPath(target.authorities().toString()))
                    .setHostnameVerificationAlgorithm("HTTPS"));
        }
        if (resolved.server() != null) {
            // The address that was checked, whatever the name leads to a moment later.
            options.setServer(SocketAddress.inetSocketAddress(url.port(), literal(resolved.server())));
        }
        prepared.headers().forEach(options::putHeader);
        options.putHeader("Content-Type", "application/json").putHeader("User-Agent", "meproc");
        Promise<Outcome> outcome = Promise.promise();
        Future<HttpClientRequest> opened = client().request(options);
        opened.compose(request -> request.send(prepared.body()))
                .compose(response -> answer(target, response))
                .onComplete(outcome);
        return outcome.future()
                .timeout(timing.attempt().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(broken -> {
                    if (opened.succeeded()) {
                        opened.result().reset();
                    }
                });
    }

    /** The address as a host; the client of Vert.x 5.1.6 refuses one of IP version 6 without brackets. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text.replaceFirst("%.*", "") + "]" : text;
    }

    private Future<Outcome> answer(Target.Http target, HttpClientResponse response) {
        Promise<String> body = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(chunk -> {
            read.appendBuffer(chunk, 0, Math.min(chunk.length(), MOST_ANSWER - read.length()));
            if (read.length() == MOST_ANSWER) {
                body.tryComplete(read.toString());
                response.request().reset();
            }
        });
        // The status decides, also if the rest of the answer does not come.
        long timer = vertx.setTimer(timing.answer().toMillis(), id -> {
            if (body.tryComplete(read.toString())) {
                response.request().reset();
            }
        });
        response.exceptionHandler(broken -> body.tryComplete(read.toString()));
        response.endHandler(end -> body.tryComplete(read.toString()));
        Instant now = clock.instant();
        return body.future()
                .onComplete(over -> vertx.cancelTimer(timer))
                .map(text -> HttpAnswer.outcome(
                        target.kind(),
                        response.statusCode(),
                        response.statusMessage(),
                        Optional.ofNullable(response.getHeader("Retry-After")),
                        text,
                        now));
    }

    private HttpClient client() {
        HttpClient open = client;
        if (open == null) {
            open = vertx.createHttpClient(
                    new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
            client = open;
        }
        return open;
    }
}

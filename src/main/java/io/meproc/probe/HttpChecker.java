package io.meproc.probe;

import io.meproc.task.probe.Check;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends a GET request on a connection of its own, and checks the status of the response. */
final class HttpChecker implements Checker {
    /** A larger body is not read to its end; Kubernetes reads as much. */
    private static final int MOST_BODY = 10 << 10;

    private final HttpClient client;
    private final Check.Http check;
    private final RequestOptions options;
    private final String words;

    HttpChecker(HttpClient client, Check.Http check, int port, Duration timeout) {
        this.client = client;
        this.check = check;
        this.options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(check.host())
                .setPort(port)
                .setSsl(check.secure())
                .setURI(check.path())
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis())
                .putHeader("User-Agent", "meproc-probe");
        check.headers().forEach(options::putHeader);
        String host = check.host().contains(":") ? "[" + check.host() + "]" : check.host();
        this.words = "GET " + (check.secure() ? "https" : "http") + "://" + host + ":" + port + check.path();
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public Attempt begin() {
        return new Exchange().begin();
    }

    private final class Exchange implements Attempt {
        private final Promise<Finding> found = Promise.promise();
        private final Promise<Void> over = Promise.promise();
        private @Nullable HttpClientRequest request;
        private boolean aborted;
        private int read;

        Exchange begin() {
            client.request(options)
                    .compose(made -> {
                        request = made;
                        made.connection()
                                .closeHandler(closed -> over.tryComplete())
                                // Vert.x would log as an error that a target has reset the connection.
                                .exceptionHandler(found::tryFail);
                        return aborted ? close() : made.send();
                    })
                    .onSuccess(this::answered)
                    .onFailure(broken -> {
                        found.tryFail(broken);
                        if (request == null) {
                            over.tryComplete();
                        }
                        close();
                    });
            return this;
        }

        private void answered(HttpClientResponse response) {
            response.handler(part -> {
                read += part.length();
                if (read > MOST_BODY) {
                    judge(response.statusCode());
                }
            });
            response.exceptionHandler(broken -> judge(response.statusCode()));
            response.endHandler(end -> judge(response.statusCode()));
        }

        private void judge(int status) {
            boolean passed = status >= check.from() && status <= check.to();
            found.tryComplete(new Finding(passed, words + ": status " + status));
            close();
        }

        private Future<HttpClientResponse> close() {
            if (request != null) {
                request.connection().close();
            }
            return Future.failedFuture("aborted");
        }

        @Override
        public Future<Finding> finding() {
            return found.future();
        }

        @Override
        public Future<Void> abort() {
            aborted = true;
            close();
            return over.future();
        }
    }
}

package io.meproc.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The static files: the page, the documentation and the OpenAPI description. The files are listed here and held in
 * memory. No request names a file in the file system, so path traversal is impossible.
 */
final class Page {
    private static final Map<String, String> TYPES = Map.of(
            ".html",
            "text/html;charset=UTF-8",
            ".js",
            "text/javascript;charset=UTF-8",
            ".css",
            "text/css;charset=UTF-8",
            ".yaml",
            "application/yaml",
            ".json",
            "application/json");
    private static final String DESCRIPTION = "/openapi.yaml";
    private static final List<String> MODULES = List.of("""
        actions ansi api asked changes choice conditions count cron curl definition deps dialog
        dossier facts feed fields filter form graph header health history hooks icons leftovers
        list lists loading more notices output overview parts picked probes remove replicas
        results route rows runs schedules search sentence shared signal spark states store
        stream strip tail task theme timeline update view why words\
        """.split("\\s+", -1));
    private static final String JSON = "/openapi.json";
    private static final String DOCS = "/docs";

    /** The paths that the OpenAPI description leaves out. */
    static final List<String> FILES = Stream.concat(
                    Stream.of(
                            "/",
                            "/index.html",
                            "/meproc.js",
                            "/meproc.css",
                            "/frame.css",
                            "/table.css",
                            "/task.css",
                            "/history.css",
                            "/schedule.css",
                            "/form.css",
                            "/vendor/preact.js",
                            "/docs.html",
                            "/docs.js",
                            "/docs.css"),
                    MODULES.stream().map(module -> "/app/" + module + ".js"))
            .toList();

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record Served(String type, Buffer content, String tag) {}

    private final Map<String, Served> served = new HashMap<>();
    private final Description description;
    private final PacedWriter writer;

    Page(Vertx vertx, PacedWriter writer) {
        this.writer = writer;
        FILES.forEach(file -> load(file, file.equals("/") ? "/index.html" : file));
        load(DOCS, "/docs.html");
        load(DESCRIPTION, DESCRIPTION);
        Served yaml = Objects.requireNonNull(served.get(DESCRIPTION));
        served.put(JSON, new Served(type(JSON), Buffer.buffer(), yaml.tag()));
        this.description = new Description(vertx, yaml.content());
    }

    private void load(String path, String file) {
        Buffer content = load(file);
        served.put(path, new Served(type(file), content, tag(content)));
    }

    /** Whether a file is served at a path. */
    boolean has(String path) {
        return served.containsKey(path);
    }

    /** Serves the file of a path, which must exist. */
    Future<Void> serve(RoutingContext context, String path) {
        Served file = Objects.requireNonNull(served.get(path));
        return path.equals(JSON)
                ? description.json().compose(content -> serve(context, new Served(file.type(), content, file.tag())))
                : serve(context, file);
    }

    private static String type(String file) {
        return TYPES.getOrDefault(file.substring(file.lastIndexOf('.')), "application/octet-stream");
    }

    private Future<Void> serve(RoutingContext context, Served file) {
        context.response()
                .putHeader("Content-Type", file.type())
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", file.tag())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Content-Security-Policy", POLICY);
        if (EntityTags.known(context.request(), file.tag())) {
            return context.response().setStatusCode(304).end();
        }
        return writer.sendShared(context.request(), file.content());
    }

    private static String tag(Buffer content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Buffer load(String file) {
        try (InputStream in = Page.class.getResourceAsStream("/webroot" + file)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + file + " is missing from the jar");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package io.meproc.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The static pages and the description of the interface. The files are few, listed here and held in memory: no request
 * names a file, so none can name another one.
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
    private static final List<String> MODULES = List.of(
            "actions",
            "ansi",
            "api",
            "asked",
            "choice",
            "count",
            "cron",
            "curl",
            "definition",
            "deps",
            "dialog",
            "facts",
            "feed",
            "fields",
            "filter",
            "form",
            "graph",
            "header",
            "health",
            "icons",
            "list",
            "lists",
            "loading",
            "more",
            "notices",
            "output",
            "overview",
            "parts",
            "picked",
            "remove",
            "replicas",
            "route",
            "rows",
            "search",
            "sentence",
            "shared",
            "signal",
            "spark",
            "states",
            "store",
            "stream",
            "tail",
            "task",
            "theme",
            "view",
            "why",
            "words");
    private static final List<String> FILES = List.of(
            "/index.html",
            "/meproc.js",
            "/meproc.css",
            "/frame.css",
            "/table.css",
            "/task.css",
            "/form.css",
            "/vendor/preact.js",
            "/docs.html",
            "/docs.js",
            "/docs.css",
            DESCRIPTION);
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Description description;
    private final String descriptionTag;
    private final Set<String> paths = new HashSet<>();
    private final Paced paced;

    Page(Vertx vertx, Paced paced) {
        this.paced = paced;
        Buffer yaml = load(DESCRIPTION);
        this.description = new Description(vertx, yaml);
        this.descriptionTag = tag(yaml);
    }

    void mount(Router router) {
        FILES.forEach(file -> mount(router, file, file));
        MODULES.stream().map(module -> "/app/" + module + ".js").forEach(file -> mount(router, file, file));
        mount(router, "/", "/index.html");
        mount(router, "/docs", "/docs.html");
        String json = "/openapi.json";
        paths.add(json);
        router.route(json)
                .handler(new Guard(context ->
                        description.json().compose(content -> serve(context, type(json), content, descriptionTag))));
    }

    /** Whether it has a file at a path. */
    boolean has(String path) {
        return paths.contains(path);
    }

    private void mount(Router router, String path, String file) {
        paths.add(path);
        Buffer content = load(file);
        String tag = tag(content);
        router.route(path).handler(new Guard(context -> serve(context, type(file), content, tag)));
    }

    private static String type(String file) {
        return TYPES.getOrDefault(file.substring(file.lastIndexOf('.')), "application/octet-stream");
    }

    private Future<Void> serve(RoutingContext context, String type, Buffer content, String tag) {
        HttpMethod method = context.request().method();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            return Methods.refuse(context, "GET, HEAD, OPTIONS");
        }
        context.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", tag)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Content-Security-Policy", POLICY);
        if (EntityTags.known(context.request(), tag)) {
            return context.response().setStatusCode(304).end();
        }
        return paced.sendShared(context.request(), content);
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

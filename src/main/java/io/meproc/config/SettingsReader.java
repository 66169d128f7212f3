package io.meproc.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads the settings: the file, then the environment over it, then the flags over both. */
public final class SettingsReader {
    private final Vertx vertx;

    public SettingsReader(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * The settings; fails with {@link ConfigurationException}.
     *
     * @param file the configuration file; empty for none
     * @param home where a user's programs keep their state
     */
    public Future<Settings> read(Optional<Path> file, Flags flags, Path home) {
        Sources sources = new Sources();
        return file.map(path -> fromFile(path, sources))
                .orElseGet(Future::succeededFuture)
                .compose(read -> retrieve(environment()))
                .map(variables -> {
                    sources.environment(variables);
                    sources.flags(flags.given());
                    return new SettingsBinding(sources, home).bind();
                });
    }

    private Future<Void> fromFile(Path file, Sources sources) {
        String name = file.toString();
        return vertx.fileSystem()
                .readFile(name)
                .recover(unreadable -> fail(name + ": can't be read: " + reason(unreadable)))
                .compose(content -> content.toString().isBlank() ? fail(name + ": is empty") : retrieve(yaml(name)))
                .recover(broken -> broken instanceof ConfigurationException
                        ? Future.failedFuture(broken)
                        : fail(name + ": is not valid YAML: " + reason(broken)))
                .map(content -> {
                    if (content.isEmpty()) {
                        throw new ConfigurationException(name + ": has no keys; remove the file to use the defaults");
                    }
                    sources.file(name, content);
                    return null;
                });
    }

    private Future<JsonObject> retrieve(ConfigStoreOptions store) {
        ConfigRetriever retriever = ConfigRetriever.create(
                vertx, new ConfigRetrieverOptions().setScanPeriod(-1).addStore(store));
        return retriever.getConfig().eventually(retriever::close);
    }

    private static ConfigStoreOptions yaml(String file) {
        return new ConfigStoreOptions()
                .setType("file")
                .setFormat("yaml")
                .setConfig(new JsonObject().put("path", file).put("raw-data", false));
    }

    private static ConfigStoreOptions environment() {
        JsonArray names =
                new JsonArray(Arrays.stream(Key.values()).map(Key::variable).toList());
        return new ConfigStoreOptions()
                .setType("env")
                .setConfig(new JsonObject().put("raw-data", true).put("keys", names));
    }

    private static <T> Future<T> fail(String message) {
        return Future.failedFuture(new ConfigurationException(message));
    }

    private static String reason(Throwable broken) {
        Throwable root = broken;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).replaceAll("\\s+", " ");
    }
}

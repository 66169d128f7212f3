package io.meproc.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads the settings: the file, overridden by the environment, overridden by the flags. */
public final class SettingsReader {
    private static final String NO_KEYS = "has no keys; remove the file to use the defaults";

    private final Vertx vertx;
    private final Map<String, String> environment;

    public SettingsReader(Vertx vertx) {
        this(vertx, System.getenv());
    }

    SettingsReader(Vertx vertx, Map<String, String> environment) {
        this.vertx = vertx;
        this.environment = environment;
    }

    /**
     * The settings of a service inside another program: the given values and the defaults. Throws
     * {@link ConfigurationException} for an invalid value.
     *
     * @param given the keys of the configuration file; {@code data_dir} is required
     */
    public static Settings embedded(JsonObject given) {
        if (!given.containsKey("data_dir")) {
            throw new ConfigurationException("data_dir: is required, a directory for this service alone");
        }
        Sources sources = new Sources();
        sources.file("settings", given);
        return new SettingsBinding(sources, Optional.empty(), true).bind();
    }

    /**
     * Reads the settings; fails with {@link ConfigurationException} for an unreadable file or an invalid value.
     *
     * @param file the configuration file; empty for none
     * @param home the folder for the state of a user's programs; empty for a user without a home directory
     */
    public Future<Settings> read(Optional<Path> file, Flags flags, Optional<Path> home) {
        Sources sources = new Sources();
        return file.map(path -> fromFile(path, sources))
                .orElseGet(Future::succeededFuture)
                .map(read -> {
                    sources.environment(environment);
                    sources.flags(flags.given());
                    return new SettingsBinding(sources, home, false).bind();
                });
    }

    private Future<Void> fromFile(Path file, Sources sources) {
        String name = file.toString();
        return vertx.fileSystem()
                .readFile(name)
                .recover(unreadable -> fail(name + ": can't be read: " + Reason.of(unreadable)))
                .compose(content -> content.toString().isBlank() ? fail(name + ": is empty") : retrieve(yaml(name)))
                .recover(broken -> broken instanceof ConfigurationException
                        ? Future.failedFuture(broken)
                        : fail(name + ": " + malformed(broken)))
                .map(content -> {
                    if (content.isEmpty()) {
                        throw new ConfigurationException(name + ": " + NO_KEYS);
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

    /** The message for a document that Vert.x Config fails to convert, which it casts to an object without a check. */
    private static String malformed(Throwable broken) {
        Throwable root = Reason.root(broken);
        if (root instanceof ClassCastException) {
            return "expected keys with their values, as in port: 8606";
        }
        return root instanceof NullPointerException ? NO_KEYS : "is not valid YAML: " + Reason.of(broken);
    }

    private static <T> Future<T> fail(String message) {
        return Future.failedFuture(new ConfigurationException(message));
    }
}

package io.meproc.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys of the configuration; each has the same meaning in the file, in the environment and as a flag. */
enum Key {
    IP("ip"),
    PORT("port"),
    NODE("node"),
    LOG_LEVEL("log_level"),
    LOG_DIR("log_dir"),
    DATA_DIR("data_dir"),
    WEB_IP("web.ip"),
    WEB_PORT("web.port"),
    WEB_NAMES("web.names"),
    WEB_PATH("web.path"),
    BOOTSTRAP_CMD("bootstrap_cmd"),
    ZONE("zone"),
    LAUNCHER("launcher"),
    LOG_MODE("log_mode"),
    LOG_GROUP("log_group"),
    ON_EXIT("on_exit"),
    LEFTOVERS("leftovers"),
    OWN_PROCESS("own_process"),
    PROCESS_EVENTS("process_events"),
    LIMIT_TASKS("limits.tasks"),
    LIMIT_REPLICAS("limits.replicas"),
    LIMIT_DEFINITION_BYTES("limits.definition_bytes"),
    LIMIT_IN_FLIGHT_BYTES("limits.in_flight_bytes"),
    LIMIT_CONNECTIONS("limits.connections"),
    LIMIT_FOLLOWERS("limits.followers"),
    HISTORY_RUNS("history.runs"),
    HISTORY_DAYS("history.days"),
    HOOKS_TARGETS("hooks.targets"),
    HOOKS_ALLOW("hooks.allow"),
    HOOKS_GAP("hooks.gap"),
    HOOKS_PAGE("hooks.page");

    private final String path;

    Key(String path) {
        this.path = path;
    }

    /** The name in the file; the section is before the dot. */
    String path() {
        return path;
    }

    /** The environment variable that overrides the file. */
    String variable() {
        return "MEPROC_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    static Optional<Key> of(String path) {
        return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
    }

    static List<String> paths() {
        return Arrays.stream(values()).map(Key::path).toList();
    }
}

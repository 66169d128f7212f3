package io.meproc.config;

import io.meproc.config.Sources.Given;
import io.meproc.hook.HookSettings;
import io.meproc.hook.Target;
import io.meproc.hook.Url;
import io.meproc.json.DurationText;
import io.meproc.task.hook.HookRules;
import io.meproc.task.hook.HookTarget;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Binds the settings of notifications. */
final class HooksBinding {
    private static final int MOST_TARGETS = 100;
    private static final int MOST_HOSTS = 100;
    private static final int HTTPS = 443;
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
    private static final Pattern COMMA = Pattern.compile(",", Pattern.LITERAL);
    private static final String HOSTS = "up to " + MOST_HOSTS
            + " hosts, each with a port unless every port is meant, such as hooks.example.org or" + " 127.0.0.1:2586";
    private static final String GAP =
            "a duration from 1ms to " + DurationText.of(HookSettings.LONGEST_GAP) + ", such as 1m";
    private static final String PAGE =
            "the address of the page, with http or https, such as https://meproc.example.org";

    private final Sources sources;

    HooksBinding(Sources sources) {
        this.sources = sources;
    }

    /**
     * The settings of notifications.
     *
     * @param host the name by which browsers reach the page, on {@code port} and below {@code path}; empty for none
     */
    HookSettings bind(Optional<String> host, int port, String path) {
        Map<String, Target> targets = targets();
        Optional<String> page = page().or(() ->
                host.map(name -> (port == HTTPS ? "https://" + name : "http://" + name + ":" + port) + path));
        return new HookSettings(targets, new HookRules(targets.keySet(), allowed(), gap()), page);
    }

    private Map<String, Target> targets() {
        Map<String, Target> targets = new TreeMap<>();
        sources.of(Key.HOOKS_TARGETS).ifPresent(given -> {
            if (!(given.value() instanceof JsonObject all) || all.isEmpty() || all.size() > MOST_TARGETS) {
                throw new ConfigurationException(given.source() + ": expected 1 to " + MOST_TARGETS
                        + " targets by name, in the configuration file, each with its kind and address");
            }
            for (Map.Entry<String, Object> each : all) {
                String place = given.source() + "." + each.getKey();
                if (!HookTarget.Named.isName(each.getKey())) {
                    throw new ConfigurationException(place + ": a name has " + HookTarget.NAME_RULE);
                }
                if (!(each.getValue() instanceof JsonObject members)) {
                    throw new ConfigurationException(
                            place + ": expected a kind and an address, such as {kind: webhook, url: \"https://...\"}");
                }
                targets.put(each.getKey(), new TargetBinding(place, members).target());
            }
        });
        return targets;
    }

    private Set<String> allowed() {
        Set<String> hosts = new TreeSet<>();
        sources.of(Key.HOOKS_ALLOW).ifPresent(given -> {
            texts(given).map(String::strip).forEach(host -> {
                if (!HOST.matcher(host).matches()) {
                    throw SettingsBinding.wrong(given, HOSTS);
                }
                hosts.add(host.toLowerCase(Locale.ROOT));
            });
            if (hosts.isEmpty() || hosts.size() > MOST_HOSTS) {
                throw SettingsBinding.wrong(given, HOSTS);
            }
        });
        return hosts;
    }

    private static Stream<String> texts(Given given) {
        if (given.value() instanceof JsonArray list) {
            return list.stream().map(each -> each instanceof String host ? host : "");
        }
        return given.value() instanceof String text ? COMMA.splitAsStream(text) : Stream.empty();
    }

    private Duration gap() {
        return sources.of(Key.HOOKS_GAP)
                .map(given -> DurationText.parse(String.valueOf(given.value()).strip())
                        .filter(gap -> !gap.isZero() && gap.compareTo(HookSettings.LONGEST_GAP) <= 0)
                        .orElseThrow(() -> SettingsBinding.wrong(given, GAP)))
                .orElse(HookRules.GAP);
    }

    private Optional<String> page() {
        return sources.of(Key.HOOKS_PAGE).map(given -> {
            String page = String.valueOf(given.value()).strip().replaceFirst("/+$", "");
            if (Url.of(page).isEmpty() || page.contains("?") || page.contains("#")) {
                throw SettingsBinding.wrong(given, PAGE);
            }
            return page;
        });
    }
}

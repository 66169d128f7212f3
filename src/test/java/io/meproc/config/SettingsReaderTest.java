package io.meproc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.meproc.hook.HookSettings;
import io.meproc.task.hook.HookRules;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is configured where, what wins, and how a mistake is told. */
class SettingsReaderTest {
    private static final Path HOME = Path.of("/home/someone/.local/state");

    static Vertx vertx;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Settings read(Optional<Path> file, Map<String, String> environment, Flags flags) {
        try {
            return new SettingsReader(vertx, environment)
                    .read(file, flags, Optional.of(HOME))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof ConfigurationException wrong) {
                throw wrong;
            }
            throw failed;
        }
    }

    /** Notifications with a link to the page, whose name and port are set. */
    private static final HookSettings LINKED =
            new HookSettings(Map.of(), HookRules.NONE, Optional.of("https://meproc.example.org/meproc"));

    private Settings file(String yaml) throws IOException {
        return read(Optional.of(Files.writeString(directory.resolve("meproc.yaml"), yaml)), Map.of(), Flags.NONE);
    }

    private Settings environment(String variable, String value) {
        return read(Optional.empty(), Map.of(variable, value), Flags.NONE);
    }

    @Test
    void withoutAnythingTheDefaultsNeedNoRoot() {
        Settings settings = read(Optional.empty(), Map.of(), Flags.NONE);
        assertThat(settings)
                .isEqualTo(new Settings(
                        "127.0.0.1",
                        8606,
                        NodeName.ofThisMachine(),
                        Level.INFO,
                        HOME.resolve("meproc/logs"),
                        HOME.resolve("meproc"),
                        Optional.empty(),
                        8606,
                        List.of(),
                        "",
                        Optional.empty(),
                        ZoneId.systemDefault(),
                        "auto",
                        0600,
                        Optional.empty(),
                        false,
                        "refuse",
                        true,
                        false,
                        Limits.DEFAULT,
                        HistoryBounds.DEFAULT,
                        HookSettings.NONE));
    }

    @Test
    void everyKeyIsTakenFromTheFile() throws IOException {
        Settings settings = file("""
                # a comment
                ip: 127.0.0.2
                port: 9000
                node: box-1.example.org
                log_level: debug
                log_dir: /var/log/meproc
                data_dir: /var/lib/meproc
                web:
                  ip: meproc.example.org
                  port: 443
                  names: [box.example.org, "box:8443"]
                  path: /meproc
                bootstrap_cmd: sh start.sh
                zone: Europe/Berlin
                launcher: portable
                log_mode: "0640"
                log_group: adm
                """);
        assertThat(settings)
                .isEqualTo(new Settings(
                        "127.0.0.2",
                        9000,
                        "box-1.example.org",
                        Level.DEBUG,
                        Path.of("/var/log/meproc"),
                        Path.of("/var/lib/meproc"),
                        Optional.of("meproc.example.org"),
                        443,
                        List.of("box.example.org", "box:8443"),
                        "/meproc",
                        Optional.of("sh start.sh"),
                        ZoneId.of("Europe/Berlin"),
                        "portable",
                        0640,
                        Optional.of("adm"),
                        false,
                        "refuse",
                        true,
                        false,
                        Limits.DEFAULT,
                        HistoryBounds.DEFAULT,
                        LINKED));
    }

    @Test
    void theLimitsAreTakenFromTheFileAndTheEnvironment() throws IOException {
        Limits limits = file("""
                limits:
                  tasks: 5
                  definition_bytes: 2000000
                """).limits();
        assertThat(limits.tasks()).contains(5);
        assertThat(limits.definitionBytes()).contains(2_000_000);
        assertThat(limits.followers()).isEmpty();
        assertThat(environment("MEPROC_LIMITS_REPLICAS", "7").limits().replicas())
                .contains(7);
    }

    @Test
    void theBoundsOfTheHistoryAreTakenFromTheFileAndTheEnvironment() throws IOException {
        assertThat(file("""
                history:
                  runs: 5
                  days: 7
                """).history()).isEqualTo(new HistoryBounds(5, 7));
        assertThat(environment("MEPROC_HISTORY_DAYS", "3650").history()).isEqualTo(new HistoryBounds(1_000, 3_650));
        assertThatThrownBy(() -> environment("MEPROC_HISTORY_RUNS", "0"))
                .hasMessage("environment variable MEPROC_HISTORY_RUNS: expected an integer from 1 to 100000, got '0'");
    }

    @Test
    void everyKeyIsTakenFromTheEnvironment() {
        Settings settings = read(
                Optional.empty(),
                Map.ofEntries(
                        Map.entry("MEPROC_IP", "127.0.0.2"),
                        Map.entry("MEPROC_PORT", " 9000 "),
                        Map.entry("MEPROC_NODE", "7"),
                        Map.entry("MEPROC_LOG_LEVEL", "WARN"),
                        Map.entry("MEPROC_LOG_DIR", "/var/log/meproc"),
                        Map.entry("MEPROC_DATA_DIR", "/var/lib/meproc"),
                        Map.entry("MEPROC_WEB_IP", "meproc.example.org"),
                        Map.entry("MEPROC_WEB_PORT", "443"),
                        Map.entry("MEPROC_WEB_NAMES", "box.example.org,box:8443"),
                        Map.entry("MEPROC_WEB_PATH", "/meproc/"),
                        Map.entry("MEPROC_BOOTSTRAP_CMD", "sh start.sh"),
                        Map.entry("MEPROC_ZONE", "UTC"),
                        Map.entry("MEPROC_LAUNCHER", "native"),
                        Map.entry("MEPROC_LOG_MODE", "664"),
                        Map.entry("MEPROC_LOG_GROUP", "4")),
                Flags.NONE);
        assertThat(settings)
                .isEqualTo(new Settings(
                        "127.0.0.2",
                        9000,
                        "7",
                        Level.WARN,
                        Path.of("/var/log/meproc"),
                        Path.of("/var/lib/meproc"),
                        Optional.of("meproc.example.org"),
                        443,
                        List.of("box.example.org", "box:8443"),
                        "/meproc",
                        Optional.of("sh start.sh"),
                        ZoneId.of("UTC"),
                        "native",
                        0664,
                        Optional.of("4"),
                        false,
                        "refuse",
                        true,
                        false,
                        Limits.DEFAULT,
                        HistoryBounds.DEFAULT,
                        LINKED));
    }

    @Test
    void everyKeyIsTestedAbove() {
        assertThat(Key.paths())
                .containsExactly(
                        "ip",
                        "port",
                        "node",
                        "log_level",
                        "log_dir",
                        "data_dir",
                        "web.ip",
                        "web.port",
                        "web.names",
                        "web.path",
                        "bootstrap_cmd",
                        "zone",
                        "launcher",
                        "log_mode",
                        "log_group",
                        "on_exit",
                        "leftovers",
                        "own_process",
                        "process_events",
                        "limits.tasks",
                        "limits.replicas",
                        "limits.definition_bytes",
                        "limits.in_flight_bytes",
                        "limits.connections",
                        "limits.followers",
                        "history.runs",
                        "history.days",
                        "hooks.targets",
                        "hooks.allow",
                        "hooks.gap",
                        "hooks.page");
        int sections = Limits.class.getRecordComponents().length
                + HistoryBounds.class.getRecordComponents().length
                + List.of("targets", "allow", "gap", "page").size();
        assertThat(Settings.class.getRecordComponents().length - 3 + sections)
                .isEqualTo(Key.paths().size());
    }

    @Test
    void anOptionWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("m.yaml"), "ip: 127.0.0.1\nport: 1001\nlog_level: warn\n");
        Map<String, String> environment = Map.of("MEPROC_IP", "127.0.0.2", "MEPROC_PORT", "1002");
        Settings settings = read(
                Optional.of(file), environment, new Flags(Optional.empty(), Optional.of("1003"), Optional.empty()));
        assertThat(settings.port()).isEqualTo(1003);
        assertThat(settings.ip()).isEqualTo("127.0.0.2");
        assertThat(settings.logLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void theNameOfTheNodeIsTheHostsUnlessItIsGiven() throws IOException {
        Path hostName = Path.of("/proc/sys/kernel/hostname");
        assertThat(NodeName.ofThisMachine())
                .isEqualTo(NodeName.validOr(Files.readString(hostName).strip()));
        assertThat(NodeName.validOr("(none)")).isEqualTo("localhost");
        assertThat(NodeName.validOr("a".repeat(65))).isEqualTo("localhost");
        Flags option = new Flags(Optional.empty(), Optional.empty(), Optional.of("c"));
        Path file = Files.writeString(directory.resolve("m.yaml"), "node: a\n");
        assertThat(read(Optional.of(file), Map.of("MEPROC_NODE", "b"), option).node())
                .isEqualTo("c");
        assertThat(read(Optional.of(file), Map.of("MEPROC_NODE", "b"), Flags.NONE)
                        .node())
                .isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", ".a", "a b", "a/b", "b\u00fcro", "a\nb"})
    void aNameThatNoNodeCanHaveIsRefusedWithWhatIsAllowed(String name) {
        assertThatThrownBy(() -> environment("MEPROC_NODE", name))
                .hasMessage(
                        "environment variable MEPROC_NODE: expected 1 to 64 letters (a to z, A to Z), digits, '.', '_'"
                                + " and '-', the first a letter or a digit, got '" + name + "'");
        assertThatThrownBy(() -> environment("MEPROC_NODE", "a".repeat(65))).hasMessageContaining("1 to 64 letters");
    }

    @Test
    void aWrongValueThatIsOverriddenDoesNotMatter() throws IOException {
        Path file = Files.writeString(directory.resolve("m.yaml"), "port: many\n");
        assertThat(read(Optional.of(file), Map.of(), new Flags(Optional.empty(), Optional.of("1003"), Optional.empty()))
                        .port())
                .isEqualTo(1003);
    }

    @Test
    void aProcessIsTheServicesOwnUnlessItIsEmbeddedAndNothingElseIsGiven() throws IOException {
        JsonObject embedded = new JsonObject().put("data_dir", directory.toString());
        assertThat(file("port: 9000\n").ownProcess()).isTrue();
        assertThat(file("own_process: false\n").ownProcess()).isFalse();
        assertThat(environment("MEPROC_OWN_PROCESS", "False").ownProcess()).isFalse();
        assertThat(file("port: 9000\n").processEvents()).isFalse();
        assertThat(environment("MEPROC_PROCESS_EVENTS", "true").processEvents()).isTrue();
        assertThat(SettingsReader.embedded(embedded).ownProcess()).isFalse();
        assertThat(SettingsReader.embedded(embedded.copy().put("own_process", true))
                        .ownProcess())
                .isTrue();
        assertThatThrownBy(() -> SettingsReader.embedded(embedded.copy().put("own_process", 1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("settings: own_process: expected true or false, got 1");
    }

    @Test
    void thePublicPortIsTheOwnOneUnlessItIsGiven() throws IOException {
        assertThat(file("port: 9000\n").publicPort()).isEqualTo(9000);
        assertThat(file("port: 9000\nweb: {port: 80}\n").publicPort()).isEqualTo(80);
    }

    @Test
    void publicNamesAreAListOrATextWithCommas() throws IOException {
        List<String> names = List.of("meproc.example.org", "box:8443", "[2001:db8::7]:81");
        assertThat(file("web:\n  names:\n  - meproc.example.org\n  - box:8443\n  - '[2001:db8::7]:81'\n")
                        .publicNames())
                .isEqualTo(names);
        assertThat(environment("MEPROC_WEB_NAMES", "meproc.example.org, box:8443,[2001:db8::7]:81")
                        .publicNames())
                .isEqualTo(names);
        assertThat(file("port: 9000\n").publicNames()).isEmpty();
    }

    @Test
    void theBasePathHasNoSlashAtItsEnd() throws IOException {
        assertThat(file("web: {path: /meproc/}\n").basePath()).isEqualTo("/meproc");
        assertThat(file("web: {path: /tools/meproc}\n").basePath()).isEqualTo("/tools/meproc");
        assertThat(file("web: {path: /}\n").basePath()).isEmpty();
        assertThat(file("port: 9000\n").basePath()).isEmpty();
    }

    @Test
    void logsAreInTheDataDirectoryUnlessTheyAreElsewhere() throws IOException {
        assertThat(file("data_dir: /srv/meproc\n").logDirectory()).isEqualTo(Path.of("/srv/meproc/logs"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prot: 1              | prot: unknown key; known keys are ip, port, node, log_level
            limits: {tasks: 0}   | limits.tasks: expected an integer from 1 to 1000000, got 0
            limits: 5            | limits: expected a section with tasks, replicas, definition_bytes
            web: {host: x}       | web.host: unknown key
            web: x               | web: expected a section with ip, port, names and path, got x
            web:                 | web: expected a section with ip, port, names and path, got nothing
            port: many           | port: expected a port, an integer from 0 to 65535, got 'many'
            port: '80'           | port: expected a port, an integer from 0 to 65535, got '80'
            port: 65536          | port: expected a port, an integer from 0 to 65535, got 65536
            port: -1             | port: expected a port, an integer from 0 to 65535, got -1
            port: 8606.0         | port: expected a port, an integer from 0 to 65535, got 8606.0
            port: 99999999999999 | port: expected a port
            port: true           | port: expected a port, an integer from 0 to 65535, got true
            port: [1]            | port: expected a port, an integer from 0 to 65535, got [1]
            port: {a: 1}         | port: expected a port
            port:                | port: has no value; give it one or leave the line out
            web: {port: 0}       | web.port: expected a port, an integer from 1 to 65535, got 0
            web: {names: []}     | web.names: expected up to 64 names or addresses
            web: {names: [1]}    | web.names: expected up to 64 names or addresses
            web: {names: [a, a/b]} | web.names: expected up to 64 names or addresses
            web: {names: a:0}    | web.names: expected up to 64 names or addresses
            web: {names: a:65536} | web.names: expected up to 64 names or addresses
            web: {names: 'https://a'} | web.names: expected up to 64 names or addresses
            web: {names: '[::'}  | web.names: expected up to 64 names or addresses
            web: {names: '*'}    | web.names: expected up to 64 names or addresses
            web: {path: meproc}  | web.path: expected a path such as /meproc
            web: {path: //a}     | web.path: expected a path such as /meproc
            web: {path: /a/../b} | web.path: expected a path such as /meproc
            web: {path: /a b}    | web.path: expected a path such as /meproc
            web: {path: /api}    | web.path: expected a path such as /meproc
            web: {path: 5}       | web.path: expected a path such as /meproc
            ip: 127              | ip: expected a text, got 127
            ip: ''               | ip: expected a text, got ''
            log_level: loud      | log_level: expected one of debug, info, warn, error, got 'loud'
            log_level: 3         | log_level: expected one of debug, info, warn, error, got 3
            log_dir: 5           | log_dir: expected a directory, got 5
            data_dir: []         | data_dir: expected a directory, got []
            zone: Berlin         | zone: expected a time zone such as Europe/Berlin or UTC, got 'Berlin'
            zone: 2026-01-01     | zone: expected a time zone
            launcher: fast       | launcher: expected one of auto, native, portable, got 'fast'
            bootstrap_cmd: [ls]  | bootstrap_cmd: expected a text, got ["ls"]
            """, quoteCharacter = '"')
    void aMistakeInTheFileNamesTheFileAndTheKey(String yaml, String message) {
        assertThatThrownBy(() -> file(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(directory.resolve("meproc.yaml") + ": " + message.substring(0, 8))
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n", "Exception", "java.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n\n"})
    void anEmptyFileIsAMistake(String yaml) {
        assertThatThrownBy(() -> file(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(directory.resolve("meproc.yaml") + ": is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# nothing but a comment\n", "{}", "---\n...\n"})
    void aFileWithoutKeysIsAMistake(String yaml) {
        assertThatThrownBy(() -> file(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(directory.resolve("meproc.yaml") + ": has no keys; remove the file to use the defaults");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- ip\n- port\n", "just words", "5", "true", "2026-01-01"})
    void aFileThatIsNoMapIsAMistake(String yaml) {
        assertThatThrownBy(() -> file(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(directory.resolve("meproc.yaml") + ": expected keys with their values, as in port: 8606");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip: [",
                "ip: 'x",
                "\tip: x",
                "ip: x: y",
                "ip: x\n port: 5",
                "{ip: x",
                "&a [*a",
                "\u0001",
                "ip: @x"
            })
    void malformedYamlIsAMistake(String yaml) {
        assertThatThrownBy(() -> file(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(directory.resolve("meproc.yaml") + ": is not valid YAML: ")
                .message()
                .doesNotContain("\n", "Exception", "java.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip: !!java.io.File [x]", "ip: !!javax.script.ScriptEngineManager [x]"})
    void aFileMakesNoObjects(String yaml) {
        assertThatThrownBy(() -> file(yaml)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aFileThatCanNotBeReadIsAMistake() {
        Path missing = directory.resolve("missing.yaml");
        assertThatThrownBy(() -> read(Optional.of(missing), Map.of(), Flags.NONE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(missing + ": can't be read: there is no such file");
        assertThatThrownBy(() -> read(Optional.of(directory), Map.of(), Flags.NONE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(directory + ": can't be read: Is a directory");
    }

    @ParameterizedTest
    @CsvSource({
        "MEPROC_PORT,many,'a port, an integer from 0 to 65535'",
        "MEPROC_PORT,' ','a port, an integer from 0 to 65535'",
        "MEPROC_WEB_PORT,0,'a port, an integer from 1 to 65535'",
        "MEPROC_LOG_LEVEL,loud,'one of debug, info, warn, error'",
        "MEPROC_ZONE,Berlin,a time zone such as Europe/Berlin or UTC",
        "MEPROC_LAUNCHER,fast,'one of auto, native, portable'",
        "MEPROC_IP,' ',a text",
        "MEPROC_LOG_DIR,' ',a directory"
    })
    void aMistakeInTheEnvironmentNamesTheVariable(String variable, String value, String allowed) {
        assertThatThrownBy(() -> environment(variable, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("environment variable " + variable + ": expected " + allowed + ", got '" + value + "'");
    }

    @Test
    void aMistakeOnTheCommandLineNamesTheOption() {
        assertThatThrownBy(() -> read(
                        Optional.empty(),
                        Map.of(),
                        new Flags(Optional.empty(), Optional.of("70000"), Optional.empty())))
                .hasMessage("option --port: expected a port, an integer from 0 to 65535, got '70000'");
    }

    @Test
    void aTextInTheEnvironmentIsNotReadAsANumberOrJson() {
        assertThat(environment("MEPROC_BOOTSTRAP_CMD", "{\"a\":1}").bootstrap()).contains("{\"a\":1}");
        assertThat(environment("MEPROC_BOOTSTRAP_CMD", "5").bootstrap()).contains("5");
        assertThat(environment("MEPROC_UNKNOWN", "x").port()).isEqualTo(8606);
    }

    @Test
    void anEmptyEnvironmentVariableIsAsGoodAsNone() throws IOException {
        Path file = Files.writeString(directory.resolve("meproc.yaml"), "port: 1001");
        Map<String, String> empty =
                Map.of("MEPROC_PORT", "", "MEPROC_IP", "", "MEPROC_DATA_DIR", "", "MEPROC_ZONE", "");

        assertThat(read(Optional.of(file), empty, Flags.NONE)).isEqualTo(read(Optional.of(file), Map.of(), Flags.NONE));
    }

    @Test
    void withoutAHomeDirectoryTheErrorNamesTheSettingToGive() {
        SettingsReader reader = new SettingsReader(vertx, Map.of());

        assertThat(reader.read(Optional.empty(), Flags.NONE, Optional.empty()).cause())
                .hasMessage("data_dir: this user has no home directory that could hold it; set MEPROC_DATA_DIR to a"
                        + " directory that the user may write, or data_dir in the configuration file");
    }
}

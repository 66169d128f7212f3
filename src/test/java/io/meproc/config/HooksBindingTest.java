package io.meproc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meproc.hook.HookSettings;
import io.meproc.hook.Target;
import io.meproc.hook.TargetKind;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of notifications. Apostrophes stand for quotation marks, {@code D} for a folder with secrets. */
class HooksBindingTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeSecrets() throws IOException {
        Files.writeString(directory.resolve("good"), "# ours\nwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
        Files.writeString(directory.resolve("short"), "whsec_c2hvcnQ=\n");
        Files.writeString(directory.resolve("empty"), "# nothing\n\n");
        Files.writeString(directory.resolve("url"), "https://hooks.slack.com/services/T0/B0/xyz\n");
        Files.writeString(directory.resolve("token"), "123:abc\n");
    }

    private HookSettings hooks(String json) {
        String text = json.replace('\'', '"').replace("D/", directory + "/");
        return SettingsReader.embedded(
                        new JsonObject().put("data_dir", "/tmp/none").put("hooks", new JsonObject(text)))
                .hooks();
    }

    @Test
    void everyKindOfTargetIsReadWithItsDefaults() {
        HookSettings hooks = hooks("""
                {'targets': {
                  'ops': {'kind': 'webhook', 'url': 'https://hooks.example.org/a?b=c', 'secret_file': 'D/good', 'headers': {'X-Team': 'db'}},
                  'mail': {'kind': 'mail', 'host': 'smtp.example.org', 'from': 'meproc@example.org', 'to': 'ops@example.org'},
                  'secure': {'kind': 'mail', 'host': 'smtp.example.org', 'tls': 'implicit', 'user': 'meproc', 'password_file': 'D/token',
                    'from': 'meproc@example.org', 'to': ['a@example.org', 'b@example.org']},
                  'chat': {'kind': 'slack', 'url_file': 'D/url'},
                  'bot': {'kind': 'telegram', 'token_file': 'D/token', 'chat': -1001234567890},
                  'phone': {'kind': 'ntfy', 'url': 'https://ntfy.example.org/alerts'}},
                 'allow': ['Hooks.example.org', '127.0.0.1:2586', '[::1]'], 'gap': '90s', 'page': 'https://meproc.example.org/base/'}""");
        assertThat(hooks.targets()).containsOnlyKeys("bot", "chat", "mail", "ops", "phone", "secure");
        assertThat(hooks.targets().get("ops"))
                .isEqualTo(new Target.Http(
                        TargetKind.WEBHOOK,
                        "https://hooks.example.org/a?b=c",
                        null,
                        directory.resolve("good"),
                        Map.of("X-Team", "db"),
                        "",
                        null,
                        false));
        assertThat(hooks.targets().get("mail"))
                .isEqualTo(new Target.Mail(
                        "smtp.example.org",
                        587,
                        Target.Mail.Tls.STARTTLS,
                        null,
                        null,
                        null,
                        "meproc@example.org",
                        List.of("ops@example.org")));
        assertThat(hooks.targets().get("secure")).extracting("port").isEqualTo(465);
        assertThat(hooks.targets().get("bot"))
                .extracting("url", "chat")
                .containsExactly("https://api.telegram.org", "-1001234567890");
        assertThat(hooks.rules().allowed()).containsExactlyInAnyOrder("hooks.example.org", "127.0.0.1:2586", "[::1]");
        assertThat(hooks.rules().names()).isEqualTo(hooks.targets().keySet());
        assertThat(hooks.rules().gap()).isEqualTo(Duration.ofSeconds(90));
        assertThat(hooks.page()).contains("https://meproc.example.org/base");
    }

    @Test
    void noPlaceThatIsShownHasASecret() {
        HookSettings hooks = hooks("""
                {'targets': {'chat': {'kind': 'slack', 'url': 'https://hooks.slack.com/services/T0/B0/xyz'},
                  'file': {'kind': 'slack', 'url_file': 'D/url'}, 'bot': {'kind': 'telegram', 'token_file': 'D/token', 'chat': '@ops'}}}""");
        assertThat(hooks.targets().values().stream().map(Target::place))
                .containsExactlyInAnyOrder(
                        "api.telegram.org", "hooks.slack.com", "the address in " + directory.resolve("url"));
    }

    @Test
    void withoutSettingsNobodyIsNotified() {
        assertThat(SettingsReader.embedded(new JsonObject().put("data_dir", "/tmp/none"))
                        .hooks())
                .isEqualTo(HookSettings.NONE);
    }

    @Test
    void targetsAreDefinedInTheFileOnly() {
        assertThatThrownBy(() -> {
                    Sources sources = new Sources();
                    sources.environment(Map.of("MEPROC_HOOKS_TARGETS", "ops"));
                    new HooksBinding(sources).bind(Optional.empty(), 1, "");
                })
                .hasMessage("environment variable MEPROC_HOOKS_TARGETS: expected 1 to 100 targets by name, in the"
                        + " configuration file, each with its kind and address");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'kind':'pager'}                            | .kind: expected one of webhook, mail, slack, telegram, ntfy
            {'url':'https://a/'}                        | .kind: is required; one of webhook
            {'kind':'webhook'}                          | : expected either url or url_file
            {'kind':'webhook','url':'https://a/','url_file':'D/url'} | : expected either url or url_file
            {'kind':'webhook','url':'a'}                | .url: expected a URL with http or https and without credentials
            {'kind':'webhook','url':'https://u:p@a/'}   | .url: expected a URL with http or https and without credentials
            {'kind':'webhook','uri':'https://a/'}       | .uri: unknown key; known keys are kind, url, url_file, secret_file, headers, ca_file
            {'kind':'webhook','url_file':'D/none'}      | none can't be read: it does not exist
            {'kind':'webhook','url_file':'D/token'}     | token: expected a URL with http or https
            {'kind':'webhook','url':'https://a/','secret_file':'D/short'} | short: expected in each line whsec_ and 24 to 64 bytes
            {'kind':'webhook','url':'https://a/','secret_file':'D/token'} | token: expected in each line whsec_ and 24 to 64 bytes
            {'kind':'webhook','url':'https://a/','secret_file':'D/empty'} | empty can't be read: it has no secret
            {'kind':'webhook','url':'https://a/','headers':{'Host':'b'}} | .headers: expected up to 20 names of headers
            {'kind':'webhook','url':'https://a/','headers':{'A':'b\\nc'}} | .headers: expected up to 20 names of headers
            {'kind':'webhook','url':'https://a/','headers':{'webhook-id':'b'}} | .headers: expected up to 20 names of headers
            {'kind':'webhook','url':'https://a/','ca_file':'D/token'}  | token: expected certificates in PEM
            {'kind':'telegram','chat':1}                | .token_file: is required; a file with the token of the bot
            {'kind':'telegram','token_file':'D/token'}  | .chat: is required; the id of a chat
            {'kind':'ntfy','url':'https://ntfy.sh/'}    | .url: expected the URL of a topic, such as https://ntfy.sh/my-topic
            {'kind':'mail','from':'a@b','to':'a@b'}     | .host: is required; the name or address of a mail server
            {'kind':'mail','host':'a','to':'a@b'}       | .from: is required; a mail address
            {'kind':'mail','host':'a','from':'a@b','to':'a b@c'} | .to: expected a mail address
            {'kind':'mail','host':'a','from':'a@b','to':[]} | .to: expected a mail address, or a list of 1 to 20
            {'kind':'mail','host':'a','from':'a@b','to':'a@b','port':0} | .port: expected a port, an integer from 1 to 65535
            {'kind':'mail','host':'a','from':'a@b','to':'a@b','tls':'on'} | .tls: expected one of implicit, starttls, none
            {'kind':'mail','host':'a','from':'a@b','to':'a@b','user':'a'} | : expected both user and password_file, or neither
            {'kind':'mail','host':'a','from':'a@b','to':'a@b','tls':'none','user':'a','password_file':'D/token'} | .tls: is none, so the password
            """)
    void aMistakeIsNamedAtTheStartAndWithoutSecrets(String target, String message) {
        assertThatThrownBy(() -> hooks("{'targets':{'ops':" + target + "}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("u:p@", "c2hvcnQ", "123:abc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'targets':{}}                 | settings: hooks.targets: expected 1 to 100 targets by name
            {'targets':{'a b':{}}}         | settings: hooks.targets.a b: a name has 1 to 64 letters, digits, '-' and '_'
            {'targets':{'a':1}}            | settings: hooks.targets.a: expected a kind and an address
            {'allow':[]}                   | settings: hooks.allow: expected up to 100 hosts
            {'allow':['https://a/']}       | settings: hooks.allow: expected up to 100 hosts
            {'gap':'0s'}                   | settings: hooks.gap: expected a duration from 1ms to 1d, such as 1m
            {'gap':'2d'}                   | settings: hooks.gap: expected a duration from 1ms to 1d, such as 1m
            {'page':'meproc.example.org'}  | settings: hooks.page: expected the address of the page
            {'target':{}}                  | settings: hooks.target: unknown key
            """)
    void aWrongSettingIsNamed(String hooks, String message) {
        assertThatThrownBy(() -> hooks(hooks)).hasMessageContaining(message);
    }
}

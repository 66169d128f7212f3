package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields that the original does not have are listed as they were understood. In JSON, apostrophes are quotes. */
class TaskFieldsTest {
    private static final List<String> NEW = List.of(
            "args",
            "env",
            "cwd",
            "stdin",
            "umask",
            "nice",
            "oom_score_adj",
            "output",
            "limits",
            "stop",
            "success",
            "timeout",
            "on_leader_exit",
            "missed",
            "missed_within",
            "missed_cap",
            "expect",
            "every",
            "at",
            "zone",
            "jitter",
            "overlap",
            "deadline",
            "retry",
            "history",
            "on",
            "restart",
            "essential",
            "update",
            "startup",
            "ready",
            "live",
            "sockets");

    @TempDir
    static Path logs;

    static Service service;
    static Api api;

    @BeforeAll
    static void start() {
        service = new Service(logs);
        api = new Api(service.port());
    }

    @AfterEach
    void remove() throws Exception {
        api.call("DELETE", "/proc?name=a");
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            env            | {'B':'x','A':'','_9':'y'}               | ['B','A','_9']
            env            | {'spring.datasource.url':'x','my-var':'','Ä 1':'y'} | ['spring.datasource.url','my-var','Ä 1']
            oom_score_adj  | 1000                                    | 1000
            output         | 'console'                               | 'console'
            cwd            | '/'                                     | '/'
            stdin          | '/dev/zero'                             | '/dev/zero'
            umask          | '077'                                   | '0077'
            umask          | '0777'                                  | '0777'
            nice           | 0                                       | 0
            nice           | 19                                      | 19
            limits         | {'nofile':64,'core':0}                  | {'nofile':'64','core':'0'}
            limits         | {'fsize':'010:10','cpu':'unlimited'}    | {'fsize':'10','cpu':'unlimited'}
            limits         | {'nofile':'32:64'}                      | {'nofile':'32:64'}
            stop           | {'signal':'sigint'}                     | {'signal':'INT'}
            stop           | {'grace':'60000ms'}                     | {'signal':'TERM','grace':'1m'}
            stop           | {'sequence':[{'signal':'INT','wait':'1s'}]} | {'signal':'INT','grace':'1s'}
            stop           | {'to':'leader'}                         | {'signal':'TERM','to':'leader'}
            on_leader_exit | 'release'                               | 'release'
            on_leader_exit | 'leave'                                 | 'release'
            success        | [3,'SIGTERM',0,'hup',3]                 | [0,3,'HUP','TERM']
            timeout        | '3600s'                                 | '1h'
            timeout        | '1500ms'                                | '1500ms'
            timeout        | '24h'                                   | '1d'
            on_leader_exit | 'wait'                                  | 'wait'
            restart        | 'on-failure'                            | 'on-failure'
            restart        | {'policy':'never'}                      | 'never'
            restart        | {'policy':'on-failure','force':[0,'hup'],'prevent':[78]} | {'policy':'on-failure','force':[0,'HUP'],'prevent':[78]}
            restart        | {'delay':'1000ms','growth':1.50,'cap':'60s','jitter':'020%'} | {'delay':'1s','growth':1.5,'cap':'1m','jitter':'20%'}
            restart        | {'reset_after':'60s','give_up':'005 in 60s'} | {'reset_after':'1m','give_up':'5 in 1m'}
            essential      | true                                    | true
            ready          | {'tcp':{'port':1},'every':'60000ms'}    | {'tcp':{'port':1},'every':'1m'}
            expect         | 'success within 1560m'                  | 'success within 26h'
            on             | {'late':['ops'],'failed':['log','ops','log']} | {'failed':['log','ops'],'late':['ops']}
            on             | {'ended':[{'url':'http://127.0.0.1:8080/a','kind':'ntfy'}]} | {'ended':[{'kind':'ntfy','url':'http://127.0.0.1:8080/a'}]}
            deps           | [{'task':'b','condition':'ready'},'c']  | ['c',{'task':'b','condition':'ready'}]
            deps           | [{'task':'b:*','condition':'succeeded','within':'1440m'}] | [{'task':'b:*','condition':'succeeded','within':'1d'}]
            deps           | [{'task':'b','condition':'ready','timeout':'30s'}] | [{'task':'b','condition':'ready','timeout':'30s','on_timeout':'fail'}]
            deps           | [{'task':'b:7','condition':'not-running','on_loss':'restart'}] | [{'task':'b:7','condition':'not-running','on_loss':'restart'}]
            deps           | [{'any':[{'task':'b','condition':'failed'},{'all':[{'task':'c','condition':'started'}]}],'timeout':'1h','on_timeout':'wait'}] | [{'any':[{'task':'b','condition':'failed'},{'all':[{'task':'c','condition':'started'}]}],'timeout':'1h','on_timeout':'wait'}]
            deps           | [{'task':'b','condition':'ready','on_loss':'nothing'},{'task':'b','condition':'ready'}] | [{'task':'b','condition':'ready'}]
            """)
    void aFieldComesBackInItsCanonicalForm(String field, String sent, String listed) throws Exception {
        JsonObject task = start("'cmd':'exec sleep 1000','" + field + "':" + sent);
        assertThat(task.getValue(field)).isEqualTo(json("{'a':" + listed + "}").getValue("a"));
        assertThat(task.fieldNames()).doesNotContainAnyElementsOf(others(field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                      | {}
            {'max_unavailable':2,'healthy_after':'60000ms','timeout':'120s','on_failure':'go-on'} | {'max_unavailable':2,'healthy_after':'1m','timeout':'2m','on_failure':'go-on'}
            {'max_unavailable':'100%','on_failure':'pause'} | {'max_unavailable':'100%','on_failure':'pause'}
            {'max_unavailable':1,'healthy_after':'2s','timeout':'300s','on_failure':'rollback'} | {}
            """)
    void aPolicyForUpdatesComesBackInItsCanonicalForm(String sent, String listed) throws Exception {
        JsonObject task = start("'cmd':'exec sleep 1000','type':'daemon','update':" + sent);
        assertThat(task.getValue("update")).isEqualTo(json(listed));
    }

    @Test
    void whatAnswersMissedTimesComesBackInItsCanonicalForm() throws Exception {
        JsonObject task = start(
                "'cmd':'true','type':'cron','cron':'0 0 1 1 *','missed':'all','missed_within':'1440m','missed_cap':24");
        assertThat(task.getString("missed")).isEqualTo("all");
        assertThat(task.getString("missed_within")).isEqualTo("1d");
        assertThat(task.getInteger("missed_cap")).isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'cron':['0 9 * * *','0 18 * * 5']                  | 'cron':['0 9 * * *','0 18 * * 5']
            'cron':['0 9 * * *']                               | 'cron':'0 9 * * *'
            'every':'900s'                                     | 'every':'15m'
            'at':'2999-01-31T09:00:00.5+01:00'                 | 'at':'2999-01-31T08:00:00.500Z'
            'zone':'Europe/Berlin'                             | 'zone':'Europe/Berlin'
            'cron':'0 9 * * *','jitter':'60m'                  | 'jitter':'1h'
            'overlap':'queue'                                  | 'overlap':'queue(1)'
            'overlap':'allow(3)'                               | 'overlap':'allow(3)','replica':3
            'overlap':'allow(3)','replica':3                   | 'overlap':'allow(3)','replica':3
            'overlap':'replace'                                | 'overlap':'replace'
            'deadline':'3600s'                                 | 'deadline':'1h'
            'retry':{'times':3}                                | 'retry':{'times':3,'delay':'1m'}
            'retry':{'times':3,'delay':'500ms'}                | 'retry':{'times':3,'delay':'500ms'}
            'history':{'runs':10}                              | 'history':{'runs':10}
            'history':{'runs':10,'days':7}                     | 'history':{'runs':10,'days':7}
            """)
    void aScheduleComesBackInItsCanonicalForm(String sent, String listed) throws Exception {
        JsonObject task = start("'cmd':'true','type':'cron'," + sent);
        json("{" + listed + "}")
                .forEach(member -> assertThat(task.getValue(member.getKey()))
                        .as(member.getKey())
                        .isEqualTo(member.getValue()));
    }

    @Test
    void aSequenceComesBackStepByStep() throws Exception {
        String steps = "'sequence':[{'signal':'int','wait':'1000ms'},{'signal':'TERM','wait':'90s'}]";
        assertThat(start("'cmd':'exec sleep 1000','stop':{" + steps + "}").getJsonObject("stop"))
                .isEqualTo(json("{'sequence':[{'signal':'INT','wait':'1s'},{'signal':'TERM','wait':'90s'}]}"));
    }

    @Test
    void argumentsComeBackAsTheyAreAndAsALineForPeople() throws Exception {
        JsonObject task = start("'args':['sh','-c','sleep 1000']");
        assertThat(task.getJsonArray("args")).containsExactly("sh", "-c", "sleep 1000");
        assertThat(task.getString("cmd")).isEqualTo("sh -c 'sleep 1000'");
        assertThat(task.fieldNames()).doesNotContainAnyElementsOf(others("args"));
    }

    @Test
    void allFieldsTogetherComeBack() throws Exception {
        String rest = "'cwd':'/','stdin':'/dev/zero','umask':'0022','nice':1,'oom_score_adj':300,'limits':{'core':'0'},"
                + "'stop':{'signal':'QUIT','grace':'5s'},'success':[0,1],'timeout':'1h','on_leader_exit':'wait','essential':true,"
                + "'restart':{'policy':'always','delay':'1s','give_up':'100 in 365d'}";
        JsonObject task = start("'args':['sleep','1000'],'env':{'A':'x'}," + rest);
        JsonObject expected = json("{'args':['sleep','1000'],'env':['A']," + rest + "}");
        NEW.forEach(field -> assertThat(task.getValue(field)).as(field).isEqualTo(expected.getValue(field)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'env':{}",
                "'stdin':'null'",
                "'limits':{}",
                "'output':'log'",
                "'stop':{}",
                "'stop':{'signal':'TERM'}",
                "'stop':{'to':'group'}",
                "'stop':{'signal':null,'grace':null,'sequence':null}",
                "'success':[0]",
                "'on_leader_exit':'stop-group'",
                "'restart':{},'essential':false",
                "'restart':{'jitter':'0%','give_up':'never','policy':null}",
                "'restart':null,'essential':null",
                "'missed':null,'missed_within':null,'missed_cap':null,'expect':null",
                "'every':null,'at':null,'zone':null,'jitter':null,'overlap':null,'deadline':null,'retry':null,'history':null",
                "'history':{}",
                "'on':null",
                "'on':{}",
                "'args':null,'env':null,'cwd':null,'stdin':null,'umask':null,'nice':null,'oom_score_adj':null,'limits':null,'stop':null,"
                        + "'success':null,'timeout':null,'on_leader_exit':null",
            })
    void aDefaultIsNotListed(String members) throws Exception {
        assertThat(start("'cmd':'exec sleep 1000'," + members).fieldNames()).doesNotContainAnyElementsOf(NEW);
    }

    private static JsonObject start(String members) throws Exception {
        Reply reply = api.call(
                "PUT",
                "/proc",
                json("{'name':'a','type':'once'," + members + "}").encode());
        assertThat(reply.body()).isEqualTo("{\"code\":200,\"msg\":\"OK\"}");
        return api.task("a");
    }

    private static List<String> others(String field) {
        return NEW.stream().filter(each -> !each.equals(field)).toList();
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}

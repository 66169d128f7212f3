package io.meproc.http;

import static io.meproc.http.Malformed.field;
import static io.meproc.http.Malformed.with;

import java.util.stream.Stream;

/** Tasks that say in a wrong way how they are to end. Apostrophes stand for quotation marks. */
final class MalformedEnds {
    private MalformedEnds() {}

    static Stream<Malformed> all() {
        return Stream.of(stops(), sequences(), updates(), ends()).flatMap(rows -> rows);
    }

    private static Stream<Malformed> stops() {
        String name = "expected the name of a signal, such as TERM or SIGTERM";
        return Stream.of(
                        Stream.of(
                                        "''",
                                        "'STAND'",
                                        "'9'",
                                        "'SIG'",
                                        "'SIGSIGTERM'",
                                        "' TERM'",
                                        "'RTMIN'",
                                        "9",
                                        "true",
                                        "[]")
                                .map(signal -> with("'stop':{'signal':" + signal + "}", "stop.signal: " + name)),
                        Stream.of("STOP", "SIGSTOP", "stop")
                                .map(signal -> with(
                                        "'stop':{'signal':'" + signal + "'}",
                                        "stop.signal: expected a signal that can end a process, which STOP"
                                                + " never does")),
                        durations()
                                .map(text -> with(
                                        "'stop':{'grace':" + text + "}",
                                        "stop.grace: expected a duration from 1ms to 1h, an")),
                        Stream.of("'61m'", "'3600001ms'", "'1d'")
                                .map(text -> with("'stop':{'grace':" + text + "}", "from 1ms to 1h")),
                        Stream.of(
                                with("'stop':{'signal':'A\\u0000'}", "stop.signal: contains a NUL"),
                                with("'stop':{'signal':'\\ud800'}", "stop.signal: contains half of a surrogate pair"),
                                with("'stop':{'timeout':'1s'}", "unknown field 'stop.timeout'. Known fields"),
                                with("'stop':{'wait':'1s'}", "Known fields are signal, grace, sequence")))
                .flatMap(rows -> rows);
    }

    private static Stream<Malformed> sequences() {
        String step = "{'signal':'INT','wait':'10s'}";
        String long1 = "{'signal':'INT','wait':'1h'},{'signal':'TERM','wait':'1ms'}";
        return Stream.of(
                sequence("{}", "stop.sequence: expected a list of 1 to 16 objects with signal and wait"),
                sequence("'TERM'", "stop.sequence: expected a list"),
                sequence("[]", "stop.sequence: is empty; expected a list"),
                sequence("['TERM']", "stop.sequence[0]: expected an object with signal and wait"),
                sequence("[" + step + ",null]", "stop.sequence[1]: expected an object"),
                sequence("[{}]", "stop.sequence[0].signal: is required; the name of a signal"),
                sequence("[{'signal':'INT'}]", "stop.sequence[0].wait: is required; an integer and one of"),
                sequence("[{'wait':'1s'}]", "stop.sequence[0].signal: is required"),
                sequence("[{'signal':'INT','wait':null}]", "stop.sequence[0].wait: is required"),
                sequence("[{'signal':'INT','wait':5}]", "stop.sequence[0].wait: expected a duration"),
                sequence("[{'signal':'INT','wait':'5'}]", "stop.sequence[0].wait: expected a duration"),
                sequence("[{'signal':'INT','wait':'61m'}]", "stop.sequence[0].wait: expected a duration"),
                sequence("[{'signal':'STOP','wait':'1s'}]", "stop.sequence[0].signal: expected a signal that can"),
                sequence("[{'signal':'INT','grace':'1s'}]", "unknown field 'stop.sequence[0].grace'. Known fields"),
                sequence("[" + step + ("," + step).repeat(16) + "]", "stop.sequence: has 17 elements; at most 16"),
                sequence("[" + long1 + "]", "stop.sequence: waits for 3600001ms in all; at most 1h"),
                with("'stop':{'signal':'INT','sequence':[" + step + "]}", "stop.sequence: excludes signal and grace"),
                with("'stop':{'grace':'1s','sequence':[" + step + "]}", "stop.sequence: excludes signal and grace"));
    }

    private static Stream<Malformed> updates() {
        String most = "update.max_unavailable: expected an integer from 1 to 10000, or a percentage";
        return Stream.of(
                        Stream.of("0", "-1", "10001", "1.5", "true", "[]", "'0%'", "'101%'", "'07%'", "'x'", "'5'")
                                .map(value -> with("'update':{'max_unavailable':" + value + "}", most)),
                        Stream.of("'0ms'", "'61m'", "5", "'5'")
                                .map(value -> with(
                                        "'update':{'healthy_after':" + value + "}",
                                        "update.healthy_after: expected a duration from 1ms to 1h")),
                        Stream.of(
                                with("'update':{'timeout':'2h'}", "update.timeout: expected a duration from 1ms to 1h"),
                                with(
                                        "'update':{'on_failure':'retry'}",
                                        "update.on_failure: expected one of rollback, pause, go-on"),
                                with("'update':{}", "update: belongs to a task of the type 'daemon', not 'once'"),
                                with("'update':true", "update: expected an object with any of max_unavailable"),
                                with("'update':{'order':'x'}", "unknown field 'update.order'. Known fields are")))
                .flatMap(rows -> rows);
    }

    private static Stream<Malformed> ends() {
        String success = "expected an exit code from 0 to 255 or the name of a signal";
        return Stream.of(
                        durations()
                                .map(text -> with(
                                        "'timeout':" + text,
                                        "timeout: expected a duration from 1ms to 365d, an integer and")),
                        Stream.of("'366d'", "'999999999999d'", "'9999999999999d'")
                                .map(text -> with("'timeout':" + text, "from 1ms to 365d")),
                        Stream.of(
                                        "-1",
                                        "256",
                                        "1.0",
                                        "1e2",
                                        "true",
                                        "null",
                                        "[]",
                                        "{}",
                                        "''",
                                        "'0'",
                                        "'TERMINATE'",
                                        "9".repeat(20))
                                .map(end -> with("'success':[0," + end + "]", "success[1]: " + success)),
                        Stream.of(
                                with("'success':[]", "success: is empty; expected a list of exit codes and names"),
                                with(
                                        "'success':[0" + ",0".repeat(287) + "]",
                                        "success: has 288 elements; at most 287")),
                        Stream.of("", "wait ", "Wait", "stop_group", "kill")
                                .map(word -> with(
                                        "'on_leader_exit':'" + word + "'",
                                        "on_leader_exit: expected one of stop-group, wait, release, got")),
                        missed(),
                        schedules(),
                        MalformedHooks.all(),
                        MalformedRestarts.all())
                .flatMap(rows -> rows);
    }

    private static Stream<Malformed> missed() {
        String cron = "{'name':'a','cmd':'true','type':'cron',";
        return Stream.of(
                field(cron + "'missed':'twice'}", "missed: expected one of skip, once, all, got the string \"twice\""),
                field(cron + "'missed_within':'367d'}", "missed_within: expected a duration from 1ms to 366d"),
                field(cron + "'missed_cap':0}", "missed_cap: expected an integer from 1 to 100, got"),
                field(cron + "'missed_cap':101}", "missed_cap: expected an integer from 1 to 100, got"),
                with("'missed':'once'", "missed: belongs to a task of the type 'cron', not 'once'"),
                with("'missed_cap':3", "missed_cap: belongs to a task of the type 'cron', not 'once'"),
                with("'expect':'26h'", "expect: expected 'success within' and a duration from 1ms to 366d"),
                with("'expect':'success within 0s'", "expect: expected 'success within' and a duration"),
                with("'expect':'success within 400d'", "expect: expected 'success within' and a duration"),
                with("'expect':'failure within 1d'", "expect: expected 'success within' and a duration"));
    }

    private static Stream<Malformed> schedules() {
        String cron = "{'name':'a','cmd':'true','type':'cron',";
        return Stream.of(
                field(cron + "'cron':'* * * * *','every':'15m'}", "every: excludes cron; give one of cron, every, at"),
                field(cron + "'every':'15m','at':'2999-01-01T00:00:00Z'}", "at: excludes every; give one of"),
                field(
                        cron + "'cron':[]}",
                        "cron: is empty; expected a cron pattern of five fields, or a list of 1 to 16"),
                field(cron + "'cron':[5]}", "cron[0]: expected a cron pattern of five fields"),
                field(cron + "'every':'900ms'}", "every: expected a duration from 1s to 366d, an integer and one of"),
                field(cron + "'every':'367d'}", "every: expected a duration from 1s to 366d"),
                field(cron + "'at':'2999-01-01T00:00:00'}", "at: expected a time in ISO 8601 with its offset"),
                field(cron + "'at':'+20000-01-01T00:00:00Z'}", "at: is not in the years 1970 to 9999"),
                field(cron + "'zone':'Berlin'}", "zone: expected the name of a time zone, such as Europe/Berlin"),
                field(cron + "'every':'1h','zone':'Europe/Berlin'}", "zone: has no effect on every and at"),
                field(cron + "'cron':'0 * * * *','jitter':'61m'}", "jitter: is longer than the 1h between two fires"),
                field(cron + "'jitter':'25h'}", "jitter: expected a duration from 1ms to 1d"),
                field(cron + "'overlap':'allow'}", "overlap: expected one of skip, queue, queue(1) to queue(100)"),
                field(cron + "'overlap':'allow(1)'}", "overlap: expected one of"),
                field(cron + "'overlap':'queue(101)'}", "overlap: expected one of"),
                field(cron + "'overlap':'skip(2)'}", "overlap: expected one of"),
                field(
                        cron + "'overlap':'allow(3)','replica':2}",
                        "replica: is 2, but overlap allow(3) runs each fire in one of 3 replicas"),
                field(cron + "'deadline':'0s'}", "deadline: expected a duration from 1ms to 366d"),
                field(cron + "'retry':3}", "retry: expected an object with times and delay, got"),
                field(cron + "'retry':{'delay':'1s'}}", "retry.times: is required; an integer from 1 to 100"),
                field(cron + "'retry':{'times':101}}", "retry.times: expected an integer from 1 to 100"),
                field(cron + "'retry':{'times':1,'delay':'25h'}}", "retry.delay: expected a duration from 1ms to 1d"),
                with("'history':{'runs':0}", "history.runs: expected an integer from 1 to 1000000"),
                with("'history':{'days':36501}", "history.days: expected an integer from 1 to 36500"),
                with("'retry':{'times':1}", "retry: belongs to a task of the type 'cron', not 'once'"),
                with("'overlap':'queue'", "overlap: belongs to a task of the type 'cron', not 'once'"));
    }

    private static Stream<String> durations() {
        return Stream.of(
                "''", "'0s'", "'-1s'", "'1.5s'", "'1'", "'s'", "'1 s'", "' 1s'", "'1S'", "'1w'", "'1h30m'", "10");
    }

    private static Malformed sequence(String value, String detail) {
        return with("'stop':{'sequence':" + value + "}", detail);
    }
}

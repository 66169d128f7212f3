package io.meproc.http;

import static io.meproc.http.Malformed.FIELD;
import static io.meproc.http.Malformed.GOOD;
import static io.meproc.http.Malformed.field;
import static io.meproc.http.Malformed.notJson;
import static io.meproc.http.Malformed.row;
import static io.meproc.http.Malformed.with;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Requests with something wrong, and what is to be said about it. Apostrophes stand for quotation marks. */
final class MalformedRequests {

    private MalformedRequests() {}

    static Stream<Malformed> all() {
        return Stream.of(json(), encodings(), names(), commands(), types(), numbers(), deps(), crons(), accounts())
                .flatMap(rows -> rows)
                .toList()
                .stream();
    }

    private static Stream<Malformed> json() {
        return Stream.of(
                notJson("", "to start a task, send a JSON object"),
                notJson("   ", "JSON object"),
                notJson("{}", "name, cmd and type"),
                notJson("null", "JSON object"),
                notJson("true", "JSON object"),
                notJson("5", "JSON object"),
                notJson("'name'", "JSON object"),
                notJson("{", "line 1, column 2: unexpected end"),
                notJson("[", "unexpected end"),
                notJson("{'name':'a'", "unexpected end"),
                notJson("{'name':'a", "unexpected end"),
                notJson("}", "line 1, column 1"),
                notJson(",", "line 1, column 1"),
                notJson("{'name':}", "line 1, column 9"),
                notJson("{'name'}", "colon"),
                notJson("{'name' 'a'}", "colon"),
                notJson("{name:'a'}", "missing name in double quotes"),
                notJson("{" + GOOD + ",}", "missing name in double quotes"),
                notJson("{'a':1\n,,}", "line 2, column 2"),
                notJson("{'replica':01}", "leading zero"),
                notJson("{'replica':+1}", "column 13"),
                notJson("{'replica':.5}", "column 12"),
                notJson("{'replica':1.}", "without a digit on each side of its point"),
                notJson("{'replica':0x10}", "column 13"),
                notJson("{'replica':NaN}", "NaN and Infinity"),
                notJson("{'replica':Infinity}", "NaN and Infinity"),
                notJson("{'replica':-Infinity}", "NaN and Infinity"),
                notJson("{'replica':undefined}", "unknown word"),
                notJson("{'replica':True}", "a string needs double quotes"),
                notJson("{'replica':" + "9".repeat(1_001) + "}", "more than 1000 digits"),
                notJson("/* a task */{" + GOOD + "}", "comment"),
                notJson("# a task\n{" + GOOD + "}", "line 1, column 1"),
                notJson("{" + GOOD + "} {}", "unexpected content after the end"),
                notJson("{" + GOOD + "}\n{" + GOOD + "}", "line 2, column 1: unexpected content after the end"),
                notJson("{" + GOOD + "}x", "column 40: unknown word"),
                notJson("{" + GOOD + "}]", "column 40"),
                notJson("{" + GOOD + "}\0", "control character between"),
                notJson("{" + GOOD + ",'name':'b'}", "Duplicate field 'name'"),
                notJson("{" + GOOD + ",'cmd':'true'}", "Duplicate field 'cmd'"),
                notJson("{" + GOOD + ",'\\u006eame':'b'}", "Duplicate field 'name'"),
                notJson("{'deps':[{'a':1,'a':2}]}", "Duplicate field 'a'"),
                notJson("{'deps':" + "[".repeat(17) + "]".repeat(17) + "}", "nested more than 16 deep"),
                notJson("[".repeat(100_000), "nested more than 16 deep"),
                notJson("{'a':".repeat(50_000), "nested more than 16 deep"),
                notJson("{'cmd':'a\nb'}", "control character in a string"),
                notJson("{'cmd':'a\tb'}", "control character in a string"),
                notJson("{'cmd':'a\0b'}", "control character in a string"),
                notJson("{'cmd':'\\x41'}", "unknown escape sequence"),
                notJson("{'cmd':'\\u12'}", "line 1"),
                notJson("name=a&cmd=true&type=once", "unknown word"),
                notJson("name: a\ncmd: true", "unknown word"),
                notJson("<task/>", "unexpected character"),
                field("[]", "object, not a list"),
                field("[{" + GOOD + "}]", "object, not a list"));
    }

    private static Stream<Malformed> encodings() {
        String good = "{" + GOOD + "}";
        return Stream.of(
                notJson("UTF-16, little endian", encoded("\ufeff" + good, UTF_16LE), "UTF-8"),
                notJson("UTF-16, big endian", encoded("\ufeff" + good, UTF_16BE), "UTF-8"),
                notJson("UTF-16 without a mark", encoded(good, UTF_16LE), "line 1"),
                notJson("UTF-32", encoded(good, Charset.forName("UTF-32LE")), "line 1"),
                notJson("Latin-1", hex("7b226e616d65223a22e9227d"), "not valid UTF-8"),
                notJson("an overlong NUL", hex("7b22c080227d"), "not valid UTF-8"),
                notJson("half of a surrogate pair in UTF-8", hex("7b22eda080227d"), "not valid UTF-8"),
                notJson("a cut character", hex("7b22e282227d"), "not valid UTF-8"),
                notJson("bytes", hex("00ff00fe"), "not valid UTF-8"),
                notJson("\ufeff" + good, "byte order mark"));
    }

    private static Stream<Malformed> names() {
        return Stream.concat(
                Stream.of(
                        field("{'cmd':'true','type':'once'}", "name: is required"),
                        named("null", "name: is required"),
                        named("5", "name: expected"),
                        named("1.5", "the number 1.5"),
                        named("true", "the value true"),
                        named("['a']", "name: expected"),
                        named("{'a':1}", "got an object"),
                        named("'\\ud800'", "name: contains half of a surrogate pair"),
                        named("'a\\udc00b'", "name: contains half of a surrogate pair"),
                        named("'a\\u0000'", "name: contains a NUL")),
                Stream.of(
                                "",
                                " ",
                                "a b",
                                ".a",
                                "-a",
                                "_a",
                                "a/b",
                                "../a",
                                "..",
                                "a:b",
                                "a\\nb",
                                "a\\u0007",
                                "a\\u202eb",
                                "a\\u00a0",
                                "e\\u0301",
                                "<script>",
                                "a%20b",
                                "a\\\\b",
                                "\ud83d\ude00",
                                "a".repeat(65),
                                "\ud801\udc00".repeat(64))
                        .map(name -> named("'" + name + "'", "name: '")));
    }

    private static Stream<Malformed> commands() {
        return Stream.of(
                field("{'name':'a','type':'once'}", "cmd: is required"),
                field("{'name':'a','type':'once','cmd':null}", "cmd: is required"),
                field("{'name':'a','type':'once','cmd':5}", "cmd: expected"),
                field("{'name':'a','type':'once','cmd':['ls','-l']}", "cmd: expected"),
                field("{'name':'a','type':'once','cmd':{}}", "cmd: expected"),
                field("{'name':'a','type':'once','cmd':''}", "cmd: is empty"),
                field("{'name':'a','type':'once','cmd':' \\n\\t'}", "cmd: is empty"),
                field("{'name':'a','type':'once','cmd':'a\\u0000'}", "cmd: contains a NUL"),
                field("{'name':'a','type':'once','cmd':'\\udfff'}", "cmd: contains half"),
                field("{'name':'a','type':'once','cmd':'" + ":".repeat(131_072) + "'}", "cmd: has 131072 bytes"),
                field("{'name':'a','type':'once','cmd':'" + "\u00e9".repeat(65_536) + "'}", "at most 131071"));
    }

    private static Stream<Malformed> types() {
        return Stream.concat(
                Stream.of(
                        field("{'name':'a','cmd':'true'}", "type: is required"),
                        typed("null", "type: is required"),
                        typed("5", "type: expected one of once, daemon, cron"),
                        typed("['once']", "got a list")),
                Stream.of("", "Once", "ONCE", "once ", "service", "coroutine", "on\\u0000ce", "\\ud800")
                        .map(type -> typed("'" + type + "'", "type: ")));
    }

    private static Stream<Malformed> numbers() {
        String replica = "Replica must be a positive integer";
        String interval = "Interval must be a positive integer";
        return Stream.of(
                        Stream.of(
                                        "'2'",
                                        "1.5",
                                        "1.0",
                                        "1e3",
                                        "1e20",
                                        "1e400",
                                        "true",
                                        "[]",
                                        "{}",
                                        "10001",
                                        "2147483648")
                                .map(value -> with("'replica':" + value, FIELD, "replica: expected an integer")),
                        Stream.of("0", "-0", "-1", "-2147483649", "-" + "9".repeat(30))
                                .map(value -> with("'replica':" + value, replica, "replica: expected an integer")),
                        Stream.of("'3'", "1.0", "1e3", "false", "[1]", "86400001", "9".repeat(25))
                                .map(value -> with("'interval':" + value, FIELD, "interval: expected a number")),
                        Stream.of("0", "-5")
                                .map(value -> with("'interval':" + value, interval, "interval: expected a number")))
                .flatMap(rows -> rows);
    }

    private static Stream<Malformed> deps() {
        return Stream.of(
                with("'deps':'x'", FIELD, "deps: expected a list"),
                with("'deps':{}", FIELD, "deps: expected a list"),
                with("'deps':5", FIELD, "deps: expected a list"),
                with("'deps':false", FIELD, "deps: expected a list"),
                with("'deps':[1]", FIELD, "deps[0]: expected"),
                with("'deps':['b',null]", FIELD, "deps[1]: expected"),
                with("'deps':['b',['c']]", FIELD, "deps[1]: expected"),
                with("'deps':['']", FIELD, "deps: ''"),
                with("'deps':['b c']", FIELD, "deps: 'b c'"),
                with("'deps':['../b']", FIELD, "deps: '../b'"),
                with("'deps':['b\\u0000']", FIELD, "deps[0]: contains a NUL"),
                with("'deps':['a']", FIELD, "deps: closes a cycle of tasks that wait for each other: a -> a"),
                with("'deps':[" + manyNames() + "]", FIELD, "deps: has 1001 names; at most 1000"));
    }

    private static String manyNames() {
        StringBuilder names = new StringBuilder("'d'");
        for (int i = 0; i < 1_000; i++) {
            names.append(",'d").append(i).append("'");
        }
        return names.toString();
    }

    private static Stream<Malformed> crons() {
        String format = "Invalid cron format";
        String type = "Type of cron job must be 'cron'";
        return Stream.concat(
                Stream.of(
                        with("'cron':'* * * * *'", type, "cron: is given, so type must be 'cron', not 'once'"),
                        row("{'name':'a','cmd':'true','type':'daemon','cron':'@daily'}", type, "not 'daemon'"),
                        with("'cron':5", FIELD, "cron: expected"),
                        with("'cron':['*']", type, "cron: is given, so type must be 'cron'"),
                        with("'cron':{'a':1}", FIELD, "cron: expected"),
                        with("'cron':'\\u0000'", FIELD, "cron: contains a NUL")),
                Stream.of(
                                "",
                                "*",
                                "* * * *",
                                "* * * * * *",
                                "60 * * * *",
                                "* 24 * * *",
                                "* * 0 * *",
                                "* * 32 * *",
                                "* * * 13 *",
                                "* * * * 8",
                                "*/0 * * * *",
                                "*/61 * * * *",
                                "5/15 * * * *",
                                "1,,2 * * * *",
                                "1--5 * * * *",
                                "-5 * * * *",
                                "5, * * * *",
                                "x * * * *",
                                "@never",
                                "0 0 30 feb *",
                                "0 0 31 2 *",
                                "\\ud83d\\ude00 * * * *")
                        .map(cron -> row(
                                "{'name':'a','cmd':'true','type':'cron','cron':'" + cron + "'}", format, "cron: ")));
    }

    private static Stream<Malformed> accounts() {
        return Stream.of("user", "group")
                .flatMap(field -> Stream.of(
                        with("'" + field + "':5", FIELD, field + ": expected"),
                        with("'" + field + "':[]", FIELD, field + ": expected"),
                        with("'" + field + "':''", FIELD, field + ": expected the name"),
                        with("'" + field + "':'-x'", FIELD, field + ": expected the name"),
                        with("'" + field + "':'a\\u0000'", FIELD, field + ": contains a NUL"),
                        with("'" + field + "':'no.such.account'", FIELD, "no.such.account")));
    }

    private static Malformed named(String value, String detail) {
        return field("{'name':" + value + ",'cmd':'true','type':'once'}", detail);
    }

    private static Malformed typed(String value, String detail) {
        return field("{'name':'a','cmd':'true','type':" + value + "}", detail);
    }

    private static byte[] encoded(String text, Charset charset) {
        return text.replace('\'', '"').getBytes(charset);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}

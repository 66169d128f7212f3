package io.meproc.http;

import static io.meproc.http.Malformed.field;
import static io.meproc.http.Malformed.notJson;
import static io.meproc.http.Malformed.with;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tasks with something wrong in a field that the original does not have. Apostrophes stand for quotation marks. */
final class MalformedFields {
    private static final String PROGRAM = "a list of 1 to 1000 strings, a program and its arguments";

    private MalformedFields() {}

    static Stream<Malformed> all() {
        return Stream.of(types(), programs(), environments(), paths(), masks(), limits(), conditions(), sockets())
                .flatMap(rows -> rows);
    }

    /** Each field with values of every type that it can't have. */
    private static Stream<Malformed> types() {
        Map<String, String> values = Map.of(
                "string",
                "'x'",
                "number",
                "5",
                "fraction",
                "1.5",
                "boolean",
                "true",
                "list",
                "[[]]",
                "object",
                "{'x':1}");
        Map<String, String> allowed = Map.of(
                "args", "list",
                "env", "object",
                "cwd", "",
                "stdin", "",
                "umask", "",
                "nice", "number",
                "limits", "object",
                "stop", "object",
                "timeout", "",
                "on_leader_exit", "");
        Stream<Malformed> scalars = allowed.keySet().stream()
                .sorted()
                .flatMap(name -> values.keySet().stream()
                        .sorted()
                        .filter(type -> !type.equals(allowed.get(name)))
                        .map(type -> name.equals("args")
                                ? field(
                                        "{'name':'a','type':'once','args':" + values.get(type) + "}",
                                        "args: expected a list")
                                : with("'" + name + "':" + values.get(type), name + ": expected ")));
        return Stream.concat(
                scalars,
                Stream.of("'x'", "5", "true", "{}")
                        .map(value -> with("'success':" + value, "success: expected a list")));
    }

    private static Stream<Malformed> sockets() {
        String address = "sockets[0].listen: expected an address and a port, such as '127.0.0.1:8080'";
        return Stream.of(
                        Stream.of(
                                        "''",
                                        "'8080'",
                                        "':8080'",
                                        "'localhost:8080'",
                                        "'256.0.0.1:80'",
                                        "'010.0.0.1:80'",
                                        "'1.2.3:80'",
                                        "'127.0.0.1:0'",
                                        "'127.0.0.1:65536'",
                                        "'127.0.0.1'",
                                        "'::1:80'",
                                        "'[:::1]:80'",
                                        "'[127.0.0.1]:80'",
                                        "'run/x.sock'",
                                        "'/" + "x".repeat(107) + "'")
                                .map(listen -> with("'sockets':[{'listen':" + listen + "}]", address)),
                        Stream.of(
                                with("'sockets':[]", "sockets: is empty; expected a list of 1 to 16 objects"),
                                with("'sockets':{}", "sockets: expected a list of 1 to 16 objects with listen"),
                                with("'sockets':[5]", "sockets[0]: expected an object with any of name, listen"),
                                with("'sockets':[{}]", "sockets[0].listen: is required"),
                                with("'sockets':[{'listen':5}]", address),
                                with(
                                        "'sockets':[{'listen':'/a'},{'listen':'/a'}]",
                                        "sockets[1]: listens at /a, as another one does"),
                                with(
                                        "'sockets':[{'listen':'/a','name':'a:b'}]",
                                        "sockets[0].name: expected 1 to 64 printable ASCII characters"),
                                with(
                                        "'sockets':[{'listen':'/a','backlog':0}]",
                                        "sockets[0].backlog: expected an integer from 1 to 65535"),
                                with(
                                        "'sockets':[{'listen':'/a','mode':'888'}]",
                                        "sockets[0].mode: expected 3 or 4 octal digits"),
                                with(
                                        "'sockets':[{'listen':'127.0.0.1:1','mode':'600'}]",
                                        "sockets[0].mode: belongs to a Unix socket"),
                                with("'sockets':[{'listen':'/a','fd':3}]", "unknown field 'sockets[0].fd'"),
                                with(
                                        "'sockets':[" + "{'listen':'/a'},".repeat(16) + "{'listen':'/a'}]",
                                        "sockets: has 17 elements; at most 16")))
                .flatMap(rows -> rows);
    }

    private static Stream<Malformed> programs() {
        return Stream.of(
                with("'args':['true']", "args: excludes cmd; give one of the two"),
                field("{'name':'a','type':'once','cmd':'','args':['true']}", "args: excludes cmd"),
                field("{'name':'a','type':'once'}", "cmd: is required, or args in its place"),
                field("{'name':'a','type':'once','cmd':null,'args':null}", "cmd: is required, or args"),
                args("[]", "args: is empty; expected " + PROGRAM),
                args("['']", "args[0]: is empty; expected a program"),
                args("[' ','x']", "args[0]: is empty"),
                args("[null]", "args[0]: expected a string, got the value null"),
                args("['true',5]", "args[1]: expected a string, got the number 5"),
                args("['true',true]", "args[1]: expected a string, got the value true"),
                args("['true',['x']]", "args[1]: expected a string, got a list"),
                args("['true',{}]", "args[1]: expected a string, got an object"),
                args("['a\\u0000']", "args[0]: contains a NUL"),
                args("['true','\\ud800']", "args[1]: contains half of a surrogate pair"),
                args("['true','" + "x".repeat(131_072) + "']", "args[1]: has 131072 bytes; at most 131071"),
                args("['true'" + ",''".repeat(1_000) + "]", "args: has 1001 elements; at most 1000"),
                args("['true',]", "JSON body is required", "line 1"),
                with("'arg':['x']", "unknown field 'arg'; did you mean 'args'?"));
    }

    private static Stream<Malformed> environments() {
        return Stream.of(
                        Stream.of("", "A=B", "=", "A\\u0000", "MEPROC_X", "MEPROC_TASK", "MEPROC_")
                                .map(name -> with(
                                        "'env':{'" + name + "':'x'}", " is not a valid name of a variable; at least")),
                        Stream.of("null", "5", "true", "[]", "['x']", "{}", "{'x':'y'}")
                                .map(value -> with("'env':{'A':" + value + "}", "env.A: expected a string, got ")),
                        Stream.of(
                                with("'env':{'MEPROC_X':'x'}", "that start with MEPROC_ are Meproc's own"),
                                with("'env':['A=B']", "env: expected an object of names and strings, got a list"),
                                with("'env':'A=B'", "env: expected an object of names and strings, got a string"),
                                with("'env':{'A':'x\\u0000'}", "env.A: contains a NUL"),
                                with("'env':{'A':'\\udfff'}", "env.A: contains half of a surrogate pair"),
                                with("'env':{'B':'','A':5}", "env.A: expected a string, got a number"),
                                with("'env':{'A':'" + "x".repeat(131_069) + "'}", "env.A: has 131072 bytes"),
                                with("'env':{'A':'" + "\u00e9".repeat(65_535) + "'}", "with its name; at most 131071"),
                                with("'env':{" + manyVariables() + "}", "env: has 1001 variables; at most 1000"),
                                with("'environment':{}", "did you mean 'env'?"),
                                notJson("{'env':{'\\ud800':'x'}}", "name with half of a surrogate pair"),
                                notJson("{'env':{'\\udc00':'x'}}", "name with half of a surrogate pair"),
                                notJson("{'env':{'A':'x','A':'y'}}", "Duplicate field 'A'")))
                .flatMap(rows -> rows);
    }

    private static String manyVariables() {
        return IntStream.rangeClosed(0, 1_000).mapToObj(i -> "'V" + i + "':''").collect(Collectors.joining(","));
    }

    private static Stream<Malformed> paths() {
        return Stream.of("cwd", "stdin")
                .flatMap(name -> Stream.concat(
                        Stream.of("", "tmp", "./tmp", "../tmp", "~", " /tmp", "file:///tmp", "NULL")
                                .map(path ->
                                        with("'" + name + "':'" + path + "'", name + ": expected an absolute path")),
                        Stream.of(
                                with("'" + name + "':'/a\\u0000'", name + ": contains a NUL"),
                                with("'" + name + "':'/\\udc00'", name + ": contains half of a surrogate pair"),
                                with("'" + name + "':'/" + "x".repeat(4_095) + "'", name + ": has 4096 bytes; at most"),
                                with("'" + name + "':'-'", "got the string"))));
    }

    private static Stream<Malformed> masks() {
        return Stream.of(
                        Stream.of(
                                        "", "2", "22", "00022", "1000", "7777", "888", "0o22", "0x12", "-022", "u=rwx",
                                        " 022")
                                .map(mask -> with("'umask':'" + mask + "'", "umask: expected 3 or 4 octal digits")),
                        Stream.of("22", "18", "-1")
                                .map(mask ->
                                        with("'umask':" + mask, "a JSON number is decimal, and 22 is not octal 022")),
                        Stream.of("-21", "20", "'5'", "1e1", "-1.0", "99999999999999999999")
                                .map(nice ->
                                        with("'nice':" + nice, "nice: expected an integer from -20 (urgent) to 19")))
                .flatMap(rows -> rows);
    }

    private static Stream<Malformed> limits() {
        return Stream.of(
                        Stream.of(
                                        "-1",
                                        "1.5",
                                        "1e3",
                                        "true",
                                        "[]",
                                        "{}",
                                        "''",
                                        "'-1'",
                                        "'1.5'",
                                        "'1k'",
                                        "'1:'",
                                        "':1'",
                                        "'1:2:3'",
                                        "'1 : 2'",
                                        "'0x10'",
                                        "'unlimited:'",
                                        "'infinity'",
                                        "'Unlimited'")
                                .map(limit ->
                                        limit(limit, "limits.nofile: expected an integer from 0, 'unlimited', or")),
                        Stream.of("'2:1'", "'unlimited:1'", "'1:0'")
                                .map(limit ->
                                        limit(limit, "limits.nofile: expected a soft limit that is not above the")),
                        Stream.of(
                                        "9223372036854775808",
                                        "'9223372036854775808'",
                                        "'1:" + "9".repeat(30) + "'",
                                        "1" + "0".repeat(40))
                                .map(limit -> limit(limit, "limits.nofile: expected at most 9223372036854775807, or")),
                        Stream.of(
                                with("'limits':{'rss':1}", "unknown field 'limits.rss'. Known fields"),
                                with("'limits':{'NOFILE':1}", "unknown field 'limits.NOFILE'; did you mean 'nofile'?"),
                                with("'limits':{'':1}", "unknown field 'limits.'"),
                                with("'limits':{'cpu':'1s'}", "limits.cpu: expected an integer from 0")))
                .flatMap(rows -> rows);
    }

    private static Stream<Malformed> conditions() {
        String known = "task, condition, within, any, all, timeout, on_timeout, on_loss";
        return Stream.of(
                need("{}", "deps[0]: needs exactly one of task, any and all; expected an object with task and"),
                need("{'task':'b'}", "deps[0].condition: is required; one of started, ready, completed, succeeded"),
                need("{'task':'b','any':[]}", "deps[0]: needs exactly one of task, any and all"),
                need("{'task':5,'condition':'ready'}", "deps[0].task: expected the name of a task, name:index for"),
                need("{'task':'b:','condition':'ready'}", "deps[0].task: expected the name of a task, name:index"),
                need("{'task':'b:01','condition':'ready'}", "deps[0].task: expected the name of a task"),
                need("{'task':'b:**','condition':'ready'}", "deps[0].task: expected the name of a task"),
                need("{'task':'../b','condition':'ready'}", "deps[0].task: expected the name of a task"),
                need("{'task':'b','condition':'healthy'}", "deps[0].condition: expected one of started, ready,"),
                need(
                        "{'task':'b','condition':'ready','within':'1h'}",
                        "deps[0].within: is for the conditions completed"),
                need(
                        "{'task':'b','condition':'failed','within':'367d'}",
                        "within: expected a duration from 1ms to 366d"),
                need("{'task':'b','condition':'ready','timeout':'8d'}", "timeout: expected a duration from 1ms to 7d"),
                need("{'task':'b','condition':'ready','on_timeout':'start'}", "on_timeout: has no meaning without"),
                need("{'task':'b','condition':'ready','on_loss':'die'}", "on_loss: expected one of nothing, stop"),
                need("{'task':'b','condition':'failed','on_loss':'stop'}", "on_loss: 'stop' is for the conditions"),
                need("{'task':'b','condition':'ready','onloss':'stop'}", "unknown field 'deps[0].onloss'; did you"),
                need("{'tasks':'b'}", "unknown field 'deps[0].tasks'; did you mean 'task'? Known fields are " + known),
                need("{'any':[]}", "deps[0].any: is empty; expected a list of objects with task and condition"),
                need("{'any':{}}", "deps[0].any: expected a list of objects with task and condition"),
                need("{'any':['b']}", "deps[0].any[0]: expected an object with task and condition"),
                need("{'any':[{'task':'b','condition':'ready'}],'condition':'ready'}", "condition: belongs to the"),
                need("{'any':[{'task':'b','condition':'ready','timeout':'1s'}]}", "any[0]: has timeout, which belongs"),
                need(nested(5), "is a group inside of 4 others; at most 4 levels of groups are allowed"),
                with(
                        "'deps':[" + repeated("{'task':'b:%d','condition':'ready'}", 33) + "]",
                        "deps: has 33 objects; at most 32"),
                need("{'all':[" + repeated("{'task':'b:%d','condition':'ready'}", 257) + "]}", "all: has 257 elements"),
                need(
                        "{'all':[" + repeated("{'task':'b:%d','condition':'ready'}", 200) + "]},{'any':["
                                + repeated("{'task':'b:%d','condition':'ready'}", 57) + "]}",
                        "deps: has 257 conditions; at most 256"),
                need("{'task':'a','condition':'failed'}", "deps: closes a cycle of tasks that wait for each other: a"));
    }

    private static String nested(int depth) {
        return "{'any':[".repeat(depth) + "{'task':'b','condition':'ready'}" + "]}".repeat(depth);
    }

    private static String repeated(String element, int count) {
        return IntStream.range(0, count).mapToObj(element::formatted).collect(Collectors.joining(","));
    }

    private static Malformed need(String value, String detail) {
        return with("'deps':[" + value + "]", detail);
    }

    private static Malformed args(String value, String detail) {
        return args(value, Malformed.FIELD, detail);
    }

    private static Malformed args(String value, String message, String detail) {
        return Malformed.row("{'name':'a','type':'once','args':" + value + "}", message, detail);
    }

    private static Malformed limit(String value, String detail) {
        return with("'limits':{'nofile':" + value + "}", detail);
    }
}

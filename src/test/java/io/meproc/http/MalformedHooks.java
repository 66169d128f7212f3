package io.meproc.http;

import static io.meproc.http.Malformed.with;

import java.util.stream.Stream;

/** Tasks that name the targets of their notifications in a wrong way. Apostrophes stand for quotation marks. */
final class MalformedHooks {
    private MalformedHooks() {}

    static Stream<Malformed> all() {
        String url = "on.ended[0].url: expected a URL with http or https, a host, and no credentials";
        return Stream.concat(
                Stream.of(
                        with("'on':['ops']", "on: expected an object of events, each with a list of targets"),
                        with(
                                "'on':{'failing':['ops']}",
                                "unknown field 'on.failing'. Known fields are failed, recovered"),
                        with("'on':{'failed':'ops'}", "on.failed: expected a list of targets, got the string"),
                        with("'on':{'failed':[]}", "on.failed: is empty; expected a list of targets"),
                        with("'on':{'failed':[" + "'a',".repeat(8) + "'a']}", "on.failed: has 9 elements; at most 8"),
                        with("'on':{'failed':[1]}", "on.failed[0]: expected the name of a target of Meproc's"),
                        with("'on':{'failed':['a b']}", "on.failed[0]: 'a b' is not a valid name of a target: 1 to 64"),
                        with("'on':{'failed':['pager']}", "on.failed[0]: no target 'pager' is in hooks.targets of"),
                        with("'on':{'ended':[{'kind':'mail','url':'x'}]}", "on.ended[0].kind: expected one of webhook"),
                        with("'on':{'ended':[{'url':'x'}]}", "on.ended[0].kind: is required; one of webhook, ntfy;"),
                        with("'on':{'ended':[{'kind':'ntfy'}]}", "on.ended[0].url: is required; a URL with http"),
                        with(
                                "'on':{'ended':[{'kind':'ntfy','url':'http://10.0.0.1/a'}]}",
                                "on.ended[0]: the host 10.0.0.1 is not in hooks.allow of Meproc's settings")),
                Stream.of(
                                "ops",
                                "ftp://a/b",
                                "http:///a",
                                "http://u:p@a/b",
                                "http://a/b#c",
                                "http://a:99999/",
                                "http://ä/")
                        .map(text -> with("'on':{'ended':[{'kind':'webhook','url':'" + text + "'}]}", url)));
    }
}

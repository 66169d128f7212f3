package io.meproc.http;

import static io.meproc.http.Malformed.field;
import static io.meproc.http.Malformed.with;

import java.util.stream.Stream;

/** Tasks with an invalid restart policy. Apostrophes stand for quotation marks. */
final class MalformedRestarts {
    private MalformedRestarts() {}

    static Stream<Malformed> all() {
        return Stream.of(policies(), values()).flatMap(rows -> rows);
    }

    private static Stream<Malformed> policies() {
        String modes = "restart: expected one of always, on-failure, never";
        return Stream.of(
                with("'restart':'sometimes'", modes + ", got the string"),
                with("'restart':true", modes + ", or an object with policy, force, prevent, delay"),
                with("'restart':{'polcy':'never'}", "unknown field 'restart.polcy'; did you mean 'policy'?"),
                with("'restart':{'policy':'no'}", "restart.policy: expected one of always, on-failure, never"),
                with(
                        "'restart':{'prevent':[1,2],'force':[3,2]}",
                        "restart: has an exit status in force and in prevent; it can be in one of them"),
                with("'essential':1", "essential: expected true or false"),
                field(
                        "{'name':'a','cmd':'true','type':'cron','restart':'always'}",
                        "restart: is 'always', so that a run would never be over when the next one is due"),
                field(
                        "{'name':'a','cmd':'true','type':'cron','restart':'on-failure','retry':{'times':2}}",
                        "restart: excludes retry; a cron task has one of them"),
                field(
                        "{'name':'a','cmd':'true','type':'cron','restart':{'policy':'always'}}",
                        "restart.policy: is 'always', so that"));
    }

    private static Stream<Malformed> values() {
        return Stream.of(
                        Stream.of(
                                restart("'force':[]", "force: is empty"),
                                restart("'prevent':[256]", "prevent[0]: expected an exit code from 0 to 255 or"),
                                restart("'delay':'2d'", "delay: expected a duration from 1ms to 1d"),
                                restart("'cap':10", "cap: expected a duration from 1ms to 1d"),
                                restart("'reset_after':'0s'", "reset_after: expected a duration from 1ms to 1d"),
                                restart("'delay':'2s','cap':'1s'", "cap: is 1s, shorter than delay, which is 2s")),
                        Stream.of("0.9", "10.1", "'2'", "-1")
                                .map(value -> restart("'growth':" + value, "growth: expected a number from 1 to 10")),
                        Stream.of("'101%'", "'5'", "'-1%'", "0.5", "'1.5%'")
                                .map(value -> restart(
                                        "'jitter':" + value, "jitter: expected a percentage from '0%' to '100%'")),
                        Stream.of(
                                        "'always'",
                                        "5",
                                        "'5'",
                                        "'0 in 1m'",
                                        "'101 in 1m'",
                                        "'5 in 0s'",
                                        "'5 in 366d'",
                                        "'5 in 1'")
                                .map(value -> restart(
                                        "'give_up':" + value,
                                        "give_up: expected 'never', or a number of ends from 1 to 100 and a")))
                .flatMap(rows -> rows);
    }

    private static Malformed restart(String members, String detail) {
        return with("'restart':{" + members + "}", "restart." + detail);
    }
}

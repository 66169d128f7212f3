package io.meproc.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong around the body: method, path, query and headers. */
class MalformedCallTest extends WithOneService {
    @AfterAll
    static void everyCallHasLeftTheTableEmpty() throws IOException {
        Reply listing = Wire.ask(service.port(), "GET /proc HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(listing.body()).isEqualTo("{\"code\":200,\"msg\":\"OK\",\"data\":{\"running\":[],\"tasks\":{}}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DELETE | /proc                                | 400 | name is required     | name: is required, as in
        DELETE | /proc?                               | 400 | name is required     | name: is required, as in
        DELETE | /proc?name                           | 400 | name is required     | name: is required, as in
        DELETE | /proc?name=                          | 400 | name is required     | name: is required, as in
        DELETE | /proc?=a                             | 400 | name is required     | name: is required, as in
        DELETE | /proc?Name=a                         | 400 | name is required     | name: is required, as in
        DELETE | /proc?wait=false                     | 400 | name is required     | name: is required, as in
        POST   | /proc                                | 400 | name is required     | name: is required, as in
        POST   | /proc?name=                          | 400 | name is required     | name: is required, as in
        PUT    | /proc                                | 400 | JSON body is required | send ?name= and no body
        PUT    | /proc?name=                          | 400 | JSON body is required | send ?name= and no body
        GET    | /proc/output                         | 400 | name is required     | name: is required, as in
        GET    | /proc/output?name=                   | 400 | name is required     | name: is required, as in
        GET    | /proc/output?name=a&name=a           | 400 | Invalid query        | name: is given 2 times
        DELETE | /proc?name=a&name=b                  | 400 | Invalid query        | name: is given 2 times
        DELETE | /proc?name=a&%6eame=b                | 400 | Invalid query        | name: is given 2 times
        DELETE | /proc?name=a&name=b&name=c           | 400 | Invalid query        | name: is given 3 times
        DELETE | /proc?name=a&wait=false&wait=false   | 400 | Invalid query        | wait: is given 2 times
        DELETE | /proc?name=a&wait=maybe              | 400 | Invalid query        | wait: expected true or false, got 'maybe'
        DELETE | /proc?name=a&wait=                   | 400 | Invalid query        | wait: expected true or false
        DELETE | /proc?name=a&wait=FALSE              | 400 | Invalid query        | wait: expected true or false
        DELETE | /proc?name=a&wait=0                  | 400 | Invalid query        | wait: expected true or false
        POST   | /proc?name=a&wait=no                 | 400 | Invalid query        | wait: expected true or false
        PUT    | /proc?name=a&wait=1                  | 400 | Invalid query        | wait: expected true or false
        DELETE | /proc?name=%zz                       | 400 | Invalid query        | not percent-encoded
        DELETE | /proc?name=%                         | 400 | Invalid query        | not percent-encoded
        DELETE | /proc?name=a%2                       | 400 | Invalid query        | not percent-encoded
        POST   | /proc?name=%g1                       | 400 | Invalid query        | not percent-encoded
        DELETE | /proc?name=a                         | 403 | Program not exists, please start it at first | no task 'a'
        DELETE | /proc?name=a;wait=false              | 403 | Program not exists, please start it at first | no task 'a;wait=false'
        DELETE | /proc?name=a%20b                     | 403 | Program not exists, please start it at first | no task 'a b'
        DELETE | /proc?name=a+b                       | 403 | Program not exists, please start it at first | no task 'a b'
        DELETE | /proc?name=a%26b                     | 403 | Program not exists, please start it at first | no task 'a&b'
        DELETE | /proc?name=%C3%A9                    | 403 | Program not exists, please start it at first | no task 'é'
        DELETE | /proc?name=..%2f..%2fetc             | 403 | Program not exists, please start it at first | no task '../../etc'
        DELETE | /proc?name=%3Cscript%3E              | 403 | Program not exists, please start it at first | no task '<script>'
        DELETE | /proc?name=%00                       | 403 | Program not exists, please start it at first | no task
        DELETE | /proc?name=%FF%FE                    | 403 | Program not exists, please start it at first | no task
        DELETE | /proc?name=a&more=b                  | 403 | Program not exists, please start it at first | no task 'a'
        POST   | /proc?name=a                         | 403 | Program not exists, please start it at first | no task 'a'
        PUT    | /proc?name=a                         | 403 | Program not exists, please start it at first | no task 'a'
        GET    | /proc/output?name=a                  | 403 | Program not exists, please start it at first | no task 'a'
        GET    | /proc/output?name=..%2F..%2Fetc%2Fpasswd | 403 | Program not exists, please start it at first | no task '../../etc/passwd'
        PATCH  | /proc                                | 405 | Method not allowed   | PATCH is not one of GET, HEAD, PUT, POST, DELETE, OPTIONS
        FOO    | /proc                                | 405 | Method not allowed   | FOO is not one of
        TRACE  | /proc                                | 405 | Method not allowed   | TRACE is not one of
        get    | /proc                                | 405 | Method not allowed   | get is not one of
        PUT    | /proc/output?name=a                  | 405 | Method not allowed   | PUT is not one of GET, HEAD, OPTIONS
        DELETE | /proc/output?name=a                  | 405 | Method not allowed   | DELETE is not one of
        POST   | /                                    | 405 | Method not allowed   | POST is not one of GET, HEAD, OPTIONS
        PUT    | /meproc.js                           | 405 | Method not allowed   | PUT is not one of
        GET    | /PROC                                | 404 | Not found            | nothing at /PROC; the interfaces are /api/v1 and /proc
        GET    | /Proc                                | 404 | Not found            | nothing at /Proc
        GET    | /proc/x                              | 404 | Not found            | nothing at /proc/x
        GET    | /process                             | 404 | Not found            | nothing at /process
        GET    | /proc/output/x                       | 404 | Not found            | nothing at /proc/output/x
        GET    | /proc%2Foutput                       | 404 | Not found            | nothing at /proc%2Foutput
        GET    | /webroot/index.html                  | 404 | Not found            | nothing at
        GET    | /../../etc/passwd                    | 404 | Not found            | nothing at
        GET    | /%2e%2e/%2e%2e/etc/passwd            | 404 | Not found            | nothing at
        GET    | /favicon.ico                         | 404 | Not found            | the page is /
        GET    | /%zz                                 | 400 | Invalid HTTP request | path is not percent-encoded
        GET    | /%                                   | 400 | Invalid HTTP request | path is not percent-encoded
        """)
    void isRefusedInWords(String method, String target, int status, String message, String detail) throws IOException {
        Reply reply = Wire.ask(service.port(), Wire.request(method, target, "Host: localhost\r\n", new byte[0]));
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().getInteger("code")).isEqualTo(reply.status()).isEqualTo(status);
        assertThat(reply.message()).isEqualTo(message);
        assertThat(reply.detail()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource({"PUT", "POST"})
    void aBodyAndANameTogetherAreRefused(String method) throws IOException {
        byte[] body = "{\"name\":\"a\",\"cmd\":\"true\",\"type\":\"once\"}".getBytes(UTF_8);
        Reply reply = Wire.ask(service.port(), Wire.request(method, "/proc?name=a", "Host: localhost\r\n", body));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).startsWith("name: ").contains("has both");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Content-Length: -5                                   | -5
        Content-Length: x                                    | x
        Content-Length: 99999999999999999999                 | 99999999999999999999
        Content-Length: 2~Content-Length: 3                  | Multiple Content-Length
        Content-Length: 2~Transfer-Encoding: chunked         | Transfer-Encoding
        Transfer-Encoding: gzip                              | chunked
        Bad Name: x                                          | header name
        """)
    void aLengthThatCanBeReadInTwoWaysIsRefusedAndTheConnectionEnds(String headers, String detail) throws IOException {
        try (Wire wire = new Wire(service.port())) {
            String lines = headers.replace("~", "\r\n");
            Reply reply = wire.send(
                            "PUT /proc HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n\r\n{}GET /proc HTTP/1.1\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.message()).isEqualTo("Invalid HTTP request");
            assertThat(reply.detail()).contains(detail);
            assertThat(wire.endsHere()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nam      | name
        Name     | name
        tpye     | type
        nmae     | name
        command  | cmd
        CMD      | cmd
        replicas | replica
        dep      | deps
        depends  | deps
        intervall| interval
        users    | user
        groups   | group
        crontab  | cron
        pid      | pids
        """)
    void anUnknownFieldIsRefusedWithTheNearestKnownOne(String unknown, String known) throws IOException {
        byte[] body = ("{\"name\":\"a\",\"cmd\":\"true\",\"type\":\"once\",\"" + unknown + "\":1}").getBytes(UTF_8);
        Reply reply = Wire.ask(service.port(), Wire.request("PUT", "/proc", "Host: localhost\r\n", body));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isEqualTo("Invalid JSON field");
        assertThat(reply.detail())
                .startsWith("unknown field '" + unknown + "'")
                .contains("did you mean '" + known + "'?");
    }

    @ParameterizedTest
    @CsvSource({"\\u0000\\n", "__proto__", "''", "nope", "running", "process", "<script>alert(1)</script>"})
    void aStrangeFieldIsRefused(String field) throws IOException {
        byte[] body = ("{\"name\":\"a\",\"cmd\":\"true\",\"type\":\"once\",\"" + field + "\":1}").getBytes(UTF_8);
        Reply reply = Wire.ask(service.port(), Wire.request("PUT", "/proc", "Host: localhost\r\n", body));
        assertThat(reply.message()).isEqualTo("Invalid JSON field");
        assertThat(reply.detail()).startsWith("unknown field '").contains("'. Known fields are name, cmd, type");
    }
}

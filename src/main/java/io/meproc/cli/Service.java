package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** A client of the running service; its refusals are thrown as {@link Failure}. */
final class Service {
    /** The first status of an answer with a problem. */
    private static final int REFUSED = 400;

    private static final int UNAUTHORIZED = 401;

    /** The longest JSON answer in bytes; ten times that of a task with the most replicas. */
    private static final int LONGEST_ANSWER = 32 << 20;

    private final Wire wire;

    Service(Address address) {
        wire = new Wire(address);
    }

    JsonNode get(String path) throws Failure {
        return call(Request.of("GET", path));
    }

    JsonNode post(String path) throws Failure {
        return call(Request.of("POST", path));
    }

    JsonNode post(String path, JsonNode body) throws Failure {
        return call(Request.of("POST", path).with(body));
    }

    /** Sends a request and returns the whole answer. */
    JsonNode call(Request request) throws Failure {
        try (Reply reply = open(request)) {
            return json(reply);
        }
    }

    /** Sends a request and returns the answer while it is being received. */
    Reply open(Request request) throws Failure {
        Reply reply = wire.send(request);
        if (reply.status() < REFUSED) {
            return reply;
        }
        try (reply) {
            JsonNode problem = json(reply);
            if (!problem.path("title").isTextual()) {
                throw notMeproc(reply);
            }
            throw Problem.failure(reply.status(), problem);
        }
    }

    /** Reads the body of an answer; fails if it has more than {@code most} bytes. */
    byte[] bytes(Reply reply, int most) throws Failure {
        try (InputStream body = reply.body()) {
            byte[] bytes = body.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new Failure(
                        Code.UNREACHABLE,
                        wire.address().url() + " sent an answer of more than " + most
                                + " bytes, more than a Meproc sends");
            }
            return bytes;
        } catch (SocketTimeoutException silent) {
            throw new Failure(Code.LATE, wire.address().url() + " did not complete its answer in time");
        } catch (IOException broken) {
            throw wire.unreachable(broken);
        }
    }

    private JsonNode json(Reply reply) throws Failure {
        byte[] bytes = bytes(reply, LONGEST_ANSWER);
        try {
            return Json.read(bytes);
        } catch (IOException noJson) {
            throw notMeproc(reply);
        }
    }

    private Failure notMeproc(Reply reply) {
        if (reply.status() == UNAUTHORIZED) {
            return new Failure(Code.UNREACHABLE, wire.address().unauthorizedMessage());
        }
        return new Failure(
                Code.UNREACHABLE,
                "the server at " + wire.address().url() + " is not a Meproc with this API (status " + reply.status()
                        + ")");
    }
}

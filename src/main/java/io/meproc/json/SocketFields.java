package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.command.ListenSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The listening sockets of a task in requests and answers. */
final class SocketFields {
    private static final List<String> MEMBERS = List.of("name", "listen", "backlog", "mode");
    private static final String LIST = "a list of 1 to " + ListenSocket.MOST + " objects with listen";
    private static final String ADDRESS =
            "an address and a port, such as '127.0.0.1:8080' or '[::1]:8080', or the absolute"
                    + " path of a Unix socket of at most " + ListenSocket.LONGEST_PATH + " bytes";
    private static final String NAME = "1 to 64 printable ASCII characters without spaces and ':'";
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");

    private SocketFields() {}

    static List<ListenSocket> read(Fields fields) throws InvalidInput {
        Sent sent = fields.find("sockets");
        if (sent == null) {
            return List.of();
        }
        List<ListenSocket> sockets = new ArrayList<>();
        Set<String> addresses = new HashSet<>();
        for (Sent each : sent.elements(LIST, ListenSocket.MOST)) {
            Fields members = each.object("an object with any of " + String.join(", ", MEMBERS), MEMBERS);
            ListenSocket socket = socket(members);
            if (!addresses.add(socket.address().text())) {
                throw each.wrong("listens at " + socket.address().text() + ", as another one does");
            }
            sockets.add(socket);
        }
        return sockets;
    }

    private static ListenSocket socket(Fields members) throws InvalidInput {
        Sent backlog = members.find("backlog");
        ListenSocket.Address address = address(members.required("listen", ADDRESS));
        return new ListenSocket(
                name(members.find("name")),
                address,
                backlog == null
                        ? ListenSocket.DEFAULT_BACKLOG
                        : backlog.integer(
                                1, ListenSocket.MAX_BACKLOG, "an integer from 1 to " + ListenSocket.MAX_BACKLOG),
                mode(members.find("mode"), address));
    }

    private static ListenSocket.Address address(Sent sent) throws InvalidInput {
        String text = sent.text(ADDRESS);
        if (text.getBytes(StandardCharsets.UTF_8).length > ListenSocket.LONGEST_PATH) {
            throw sent.unexpected(ADDRESS);
        }
        return ListenSocket.parse(text).orElseThrow(() -> sent.unexpected(ADDRESS));
    }

    private static @Nullable String name(@Nullable Sent sent) throws InvalidInput {
        if (sent == null) {
            return null;
        }
        String name = sent.text(NAME);
        if (!ListenSocket.NAME.matcher(name).matches()) {
            throw sent.unexpected(NAME);
        }
        return name;
    }

    private static int mode(@Nullable Sent sent, ListenSocket.Address address) throws InvalidInput {
        if (sent == null) {
            return ListenSocket.DEFAULT_MODE;
        }
        String allowed = "3 or 4 octal digits in a string, up to \"0777\", such as \"0660\"";
        String digits = sent.text(allowed);
        if (!MODE.matcher(digits).matches()) {
            throw sent.unexpected(allowed);
        } else if (!(address instanceof ListenSocket.Unix)) {
            throw sent.wrong("belongs to a Unix socket");
        }
        return Integer.parseInt(digits, 8);
    }

    static void write(JsonGenerator json, List<ListenSocket> sockets) throws IOException {
        if (sockets.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("sockets");
        for (ListenSocket socket : sockets) {
            json.writeStartObject();
            if (socket.name() != null) {
                json.writeStringField("name", socket.name());
            }
            json.writeStringField("listen", socket.address().text());
            if (socket.backlog() != ListenSocket.DEFAULT_BACKLOG) {
                json.writeNumberField("backlog", socket.backlog());
            }
            if (socket.mode() != ListenSocket.DEFAULT_MODE) {
                json.writeStringField("mode", "%04o".formatted(socket.mode()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

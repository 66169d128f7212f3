package io.meproc.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.ProbePort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses a check by HTTP. */
final class HttpCheckFields {
    private static final List<String> NAMES = List.of("url", "scheme", "host", "port", "path", "status", "headers");
    private static final List<String> ADDRESS = List.of("scheme", "host", "port", "path");
    private static final String ALLOWED = "an object with port or url, and path, host, scheme, status, headers";
    private static final String URL = "an http or https URL with a host that is localhost or an IP address";
    private static final String PATH = "a path that starts with / in visible ASCII characters, at most 2000";
    private static final String STATUS = "a status from 100 to 599, or a range such as '200-399'";
    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 599;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Pattern VISIBLE_PATH = Pattern.compile("/[\\x21-\\x7e]{0,1999}");
    private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2})-([1-5][0-9]{2})");
    private static final String HEADER = "a header name, of letters, digits and -, at most 100, and a value of visible"
            + " characters and spaces, at most 1000";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,998}[\\x21-\\x7e])?");

    /** Headers that determine where a message ends, which the client sets. */
    private static final Set<String> OWN =
            Set.of("connection", "content-length", "transfer-encoding", "te", "upgrade", "expect");

    private HttpCheckFields() {}

    static Check.Http read(Sent sent) throws InvalidInput {
        Fields http = sent.object(ALLOWED, NAMES);
        Sent url = http.find("url");
        int[] status = status(http.find("status"));
        Map<String, String> headers = headers(http.find("headers"));
        if (url != null) {
            return at(http, url, headers, status);
        }
        Sent path = http.find("path");
        return new Check.Http(
                secure(http.find("scheme")),
                HostField.read(http.find("host")),
                PortField.read(http.required("port", PortField.ALLOWED)),
                path == null ? "/" : path(path),
                headers,
                status[0],
                status[1]);
    }

    private static Check.Http at(Fields http, Sent sent, Map<String, String> headers, int[] status)
            throws InvalidInput {
        for (String name : ADDRESS) {
            Sent other = http.find(name);
            if (other != null) {
                throw other.wrong("is part of url; give one of the two");
            }
        }
        URI url = url(sent);
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String whole = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        int port = url.getPort() < 0 ? secure ? HTTPS : HTTP : url.getPort();
        if (!HostField.isHost(host) || !VISIBLE_PATH.matcher(whole).matches() || port < 1 || port > ProbePort.MOST) {
            throw sent.unexpected(URL);
        }
        return new Check.Http(secure, host, new ProbePort(port, false), whole, headers, status[0], status[1]);
    }

    private static URI url(Sent sent) throws InvalidInput {
        try {
            URI url = new URI(sent.text(URL));
            boolean http = url.getScheme() != null
                    && List.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT));
            if (!http || url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
                throw sent.unexpected(URL);
            }
            return url;
        } catch (URISyntaxException malformed) {
            throw sent.unexpected(URL);
        }
    }

    private static boolean secure(@Nullable Sent sent) throws InvalidInput {
        if (sent == null) {
            return false;
        }
        String allowed = "one of http, https";
        return switch (sent.text(allowed)) {
            case "http" -> false;
            case "https" -> true;
            default -> throw sent.unexpected(allowed);
        };
    }

    private static String path(Sent sent) throws InvalidInput {
        String path = sent.text(PATH);
        if (!VISIBLE_PATH.matcher(path).matches()) {
            throw sent.unexpected(PATH);
        }
        return path;
    }

    private static int[] status(@Nullable Sent sent) throws InvalidInput {
        if (sent == null) {
            return new int[] {Check.Http.FROM, Check.Http.TO};
        } else if (!sent.value().isTextual()) {
            int only = sent.integer(LOWEST_STATUS, HIGHEST_STATUS, STATUS);
            return new int[] {only, only};
        }
        Matcher range = RANGE.matcher(sent.text(STATUS));
        if (!range.matches() || range.group(1).compareTo(range.group(2)) > 0) {
            throw sent.unexpected(STATUS);
        }
        return new int[] {Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))};
    }

    /** A value may be a secret, so no message contains one. */
    private static Map<String, String> headers(@Nullable Sent sent) throws InvalidInput {
        Map<String, String> headers = new LinkedHashMap<>();
        if (sent == null) {
            return headers;
        } else if (!sent.value().isObject()) {
            throw sent.wrong("expected an object of names and strings, got " + sent.kind());
        } else if (sent.value().size() > Check.Http.MOST_HEADERS) {
            throw sent.wrong(
                    "has " + sent.value().size() + " headers; at most " + Check.Http.MOST_HEADERS + " are allowed");
        }
        for (Map.Entry<String, JsonNode> member : sent.value().properties()) {
            String name = member.getKey();
            String value = member.getValue().textValue();
            if (!NAME.matcher(name).matches()
                    || value == null
                    || !VALUE.matcher(value).matches()) {
                throw sent.wrong("'" + Shown.of(name) + "' is not valid; expected " + HEADER);
            } else if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
                throw sent.wrong("'" + Shown.of(name) + "' is set by Meproc; leave it out");
            }
            headers.put(name, value);
        }
        return headers;
    }
}

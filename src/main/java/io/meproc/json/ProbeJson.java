package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.command.Program;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.ProbePort;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import java.io.IOException;
import java.util.Map;

/** Renders the probes of a task. */
final class ProbeJson {
    private final JsonGenerator json;
    private final boolean values;

    /** @param values whether the values of headers are rendered, and not only their names */
    ProbeJson(JsonGenerator json, boolean values) {
        this.json = json;
        this.values = values;
    }

    void write(Probes probes) throws IOException {
        for (ProbeKind kind : ProbeKind.values()) {
            Probe probe = probes.of(kind);
            if (probe != null) {
                json.writeObjectFieldStart(kind.word());
                json.writeObjectFieldStart(probe.check().word());
                check(probe.check());
                json.writeEndObject();
                timing(probe.timing(), Timing.defaults(kind, probe.check()));
                json.writeEndObject();
            }
        }
    }

    private void check(Check check) throws IOException {
        if (check instanceof Check.Http http) {
            http(http);
        } else if (check instanceof Check.Tcp tcp) {
            address(tcp.host(), tcp.port());
        } else if (check instanceof Check.Exec exec) {
            program(exec.program());
        } else if (check instanceof Check.Output output) {
            json.writeStringField("match", output.match());
        } else if (check instanceof Check.Notify notify && notify.access() != Check.Notify.Access.ALL) {
            json.writeStringField("access", notify.access().word());
        }
    }

    private void http(Check.Http http) throws IOException {
        if (http.secure()) {
            json.writeStringField("scheme", "https");
        }
        address(http.host(), http.port());
        if (!http.path().equals("/")) {
            json.writeStringField("path", http.path());
        }
        if (http.from() == http.to()) {
            json.writeNumberField("status", http.from());
        } else if (http.from() != Check.Http.FROM || http.to() != Check.Http.TO) {
            json.writeStringField("status", http.from() + "-" + http.to());
        }
        if (!http.headers().isEmpty()) {
            headers(http.headers());
        }
    }

    private void headers(Map<String, String> headers) throws IOException {
        if (!values) {
            json.writeArrayFieldStart("headers");
            for (String name : headers.keySet()) {
                json.writeString(name);
            }
            json.writeEndArray();
            return;
        }
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
        }
        json.writeEndObject();
    }

    private void address(String host, ProbePort port) throws IOException {
        if (!host.equals(Check.Tcp.LOOPBACK)) {
            json.writeStringField("host", host);
        }
        if (port.plusIndex()) {
            json.writeStringField("port", port.text());
        } else {
            json.writeNumberField("port", port.base());
        }
    }

    private void program(Program program) throws IOException {
        if (program instanceof Program.Words words) {
            json.writeArrayFieldStart("args");
            for (String word : words.words()) {
                json.writeString(word);
            }
            json.writeEndArray();
        } else {
            json.writeStringField("cmd", program.text());
        }
    }

    private void timing(Timing timing, Timing usual) throws IOException {
        if (!timing.delay().equals(usual.delay())) {
            json.writeStringField("delay", DurationText.of(timing.delay()));
        }
        if (!timing.every().equals(usual.every())) {
            json.writeStringField("every", DurationText.of(timing.every()));
        }
        if (!timing.timeout().equals(usual.timeout())) {
            json.writeStringField("timeout", DurationText.of(timing.timeout()));
        }
        if (timing.successes() != usual.successes()) {
            json.writeNumberField("successes", timing.successes());
        }
        if (timing.failures() != usual.failures()) {
            json.writeNumberField("failures", timing.failures());
        }
    }
}

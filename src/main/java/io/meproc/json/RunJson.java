package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.RunRecord;
import io.meproc.task.Timeline;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A run record as the JSON of {@code /api/v1}. */
public final class RunJson {
    private final JsonGenerator json;

    public RunJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes the members into the object that the caller has begun.
     *
     * @param run with wall-clock times
     * @param state {@code running}, {@code ended} or {@code unknown}
     */
    public void members(RunRecord run, String node, String state) throws IOException {
        json.writeNumberField("run", run.run().incarnation());
        json.writeStringField("task", run.run().replica().task());
        json.writeNumberField("replica", run.run().replica().index());
        json.writeStringField("node", node);
        json.writeStringField("state", state);
        if (run.pid() > 0) {
            json.writeNumberField("pid", run.pid());
        } else {
            json.writeNullField("pid");
        }
        json.writeStringField("since", run.since().toString());
        EndJson.output(json, output(run));
        OccasionJson.write(json, run.occasion());
        json.writeFieldName("exit");
        if (run.end() == null) {
            json.writeNull();
            json.writeNullField("verdict");
        } else {
            new EndJson(json, Naming.CAMEL, Timeline.STEADY, node).write(run.end());
            verdict(run.end().verdict());
        }
    }

    /** The output of a run; null for one without a process. */
    public static @Nullable OutputRange output(RunRecord run) {
        if (run.end() != null) {
            return run.end().output();
        }
        return run.pid() > 0 ? new OutputRange(run.output(), null) : null;
    }

    private void verdict(@Nullable Verdict verdict) throws IOException {
        if (verdict == null) {
            json.writeNullField("verdict");
            return;
        }
        json.writeObjectFieldStart("verdict");
        json.writeStringField("words", verdict.words());
        json.writeBooleanField("restarts", verdict.kind() == Verdict.Kind.RESTARTS);
        json.writeNumberField("after", BigDecimal.valueOf(verdict.after().toMillis(), 3));
        json.writeNumberField("inARow", verdict.inARow());
        json.writeEndObject();
    }
}

package io.meproc.api;

import io.meproc.json.Content;
import io.meproc.json.CronField;
import io.meproc.json.Fields;
import io.meproc.json.InvalidInput;
import io.meproc.json.Sent;
import io.meproc.json.ZoneField;
import io.meproc.task.cron.Timetable;
import io.meproc.task.cron.Trigger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes the next fires of cron patterns. */
final class CronPreview {
    private static final int MOST = 100;
    private static final int USUAL = 5;
    private static final String PATTERN = "a cron pattern of five fields";

    private final ZoneId usual;

    /** @param usual the time zone of the service's cron patterns */
    CronPreview(ZoneId usual) {
        this.usual = usual;
    }

    Reply of(byte[] sent, Instant now) throws InvalidInput {
        Fields fields = Fields.ofBody(sent, List.of("pattern", "zone", "n")).withoutNulls();
        Trigger trigger = CronField.read(fields.required("pattern", PATTERN));
        ZoneId zone = zone(fields.find("zone"));
        Sent wanted = fields.find("n");
        int most = wanted == null ? USUAL : wanted.integer(1, MOST, "an integer from 1 to " + MOST);
        List<String> fires = fires(new Timetable(trigger, zone), now, most);
        Content body = json -> {
            json.writeStartObject();
            json.writeStringField("pattern", trigger.text());
            json.writeStringField("zone", zone.getId());
            json.writeArrayFieldStart("fires");
            for (String fire : fires) {
                json.writeString(fire);
            }
            json.writeEndArray();
            json.writeEndObject();
        };
        return Reply.of(200, null, body);
    }

    private ZoneId zone(@Nullable Sent sent) throws InvalidInput {
        return sent == null ? usual : ZoneField.read(sent);
    }

    private static List<String> fires(Timetable timetable, Instant from, int most) {
        List<String> fires = new ArrayList<>();
        Optional<Instant> next = timetable.next(from);
        while (next.isPresent() && fires.size() < most) {
            fires.add(next.get().atZone(timetable.zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
            next = timetable.next(next.get());
        }
        return fires;
    }
}

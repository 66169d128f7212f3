package io.meproc.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.json.Content;
import io.meproc.json.DefinitionJson;
import io.meproc.task.AuditRecord;
import io.meproc.task.Changeset;
import io.meproc.task.Notification;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.RunRecord;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskRecord;
import io.meproc.task.TaskTimes;
import io.meproc.task.UpdateRecord;
import io.meproc.task.exit.End;
import io.meproc.task.exit.RequestedSignal;
import io.meproc.task.exit.Signal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes changes in one transaction each, with statements that are prepared once for each connection. */
final class ChangeWriter implements AutoCloseable {
    private final String node;
    private final String boot;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement service;
    private final PreparedStatement cut;
    private final PreparedStatement task;
    private final PreparedStatement times;
    private final PreparedStatement replica;
    private final PreparedStatement run;
    private final PreparedStatement audit;
    private final PreparedStatement update;
    private final PreparedStatement updated;
    private final PreparedStatement[] remove;
    private final Connection connection;

    /** The texts of the ends of one transaction, of which each is written for its run and for its replica. */
    private final IdentityHashMap<End, String> ends = new IdentityHashMap<>();

    private final List<PreparedStatement> statements = new ArrayList<>();
    private long newest;

    /** @param boot the id of the current boot of the machine */
    ChangeWriter(Connection connection, String node, String boot) throws SQLException {
        this.connection = connection;
        this.node = node;
        this.boot = boot;
        // A transaction that begins as a reader could not become a writer after the commit of another connection.
        begin = prepare("BEGIN IMMEDIATE");
        commit = prepare("COMMIT");
        service = prepare("UPDATE service SET boot = ?, latest = ?, newest = max(newest, ?)");
        cut = prepare("""
                DELETE FROM replicas WHERE task = ?1 AND run IS NULL
                    AND replica >= min(?2, (SELECT replicas FROM tasks WHERE id = ?1))""");
        task = prepare("""
                INSERT INTO tasks (id, name, revision, replicas, stopped, removing, definition)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                    revision = excluded.revision, replicas = excluded.replicas, stopped = excluded.stopped,
                    removing = excluded.removing, definition = excluded.definition""");
        times = prepare("INSERT OR REPLACE INTO task_times VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?)");
        replica = prepare("""
                INSERT OR REPLACE INTO replicas (task, replica, state, then_start, until, restarts, quick_exits,
                    failures, last_run, last_end, run, pid, started, since, output, boot, requested_by, requested_from,
                    requested_signal, recent_ends, concluded, seal)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        run = prepare("""
                INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                    pid = excluded.pid, started = excluded.started, since = excluded.since, output = excluded.output,
                    ended = excluded.ended, cause = excluded.cause, success = excluded.success,
                    dossier = excluded.dossier""");
        audit = prepare("""
                INSERT INTO audit (at, who, address, action, task, replica, detail) VALUES (?, ?, ?, ?, ?, ?, ?)""");
        update = prepare("INSERT OR REPLACE INTO updates VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        updated = prepare("DELETE FROM updates WHERE task = ?");
        remove = new PreparedStatement[] {
            prepare("DELETE FROM tasks WHERE id = ?"),
            prepare("DELETE FROM task_times WHERE task = ?"),
            prepare("DELETE FROM updates WHERE task = ?"),
            prepare("DELETE FROM replicas WHERE task = ?")
        };
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    /** Closes the statements; VACUUM INTO fails while one is open that was executed (seen with sqlite-jdbc 3.54.1.0). */
    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
    }

    /** Writes the changes, which are in wall-clock time, and returns when they are synced to disk. */
    void write(Changeset changes, Instant now) throws SQLException {
        ends.clear();
        begin.execute();
        for (long identity : changes.removed()) {
            for (PreparedStatement each : remove) {
                each.setLong(1, identity);
                each.executeUpdate();
            }
        }
        for (TaskRecord each : changes.tasks()) {
            write(each);
        }
        for (TaskTimes each : changes.times()) {
            write(each);
        }
        for (ReplicaRecord each : changes.replicas()) {
            write(each);
        }
        for (RunRecord each : changes.runs()) {
            write(each);
        }
        for (AuditRecord each : changes.audit()) {
            write(each);
        }
        for (Notification each : changes.notifications()) {
            newest = Math.max(newest, each.number());
        }
        NotificationWriter.write(connection, changes.notifications());
        for (UpdateRecord each : changes.updates()) {
            write(each);
        }
        service.setString(1, boot);
        Rows.set(service, 2, now);
        service.setLong(3, newest);
        service.executeUpdate();
        commit.execute();
    }

    private void write(TaskRecord record) throws SQLException {
        newest = Math.max(newest, Math.max(record.identity(), record.revision()));
        int replicas = record.definition().replicas();
        cut.setLong(1, record.identity());
        cut.setInt(2, replicas);
        cut.executeUpdate();
        task.setLong(1, record.identity());
        task.setString(2, record.definition().name());
        task.setLong(3, record.revision());
        task.setInt(4, replicas);
        task.setString(5, record.stopped().ranges());
        task.setBoolean(6, record.removing());
        task.setString(7, text(record.definition()));
        task.executeUpdate();
    }

    private static String text(TaskDefinition definition) {
        Content whole = json -> {
            json.writeStartObject();
            new DefinitionJson(json, DefinitionJson.Form.WHOLE).write(definition);
            json.writeEndObject();
        };
        return new String(whole.bytes(), UTF_8);
    }

    private void write(TaskTimes record) throws SQLException {
        times.setLong(1, record.task());
        Rows.set(times, 2, record.lastAttempt());
        Rows.set(times, 3, record.lastStart());
        Rows.set(times, 4, record.handledUntil());
        Rows.set(times, 5, record.lastMissed());
        Rows.set(times, 6, record.lastSuccess());
        Rows.set(times, 7, record.expectedSince());
        times.setBoolean(8, record.late());
        times.setString(9, ScheduleText.of(record.schedule()));
        times.setLong(10, record.needs().met());
        times.setLong(11, record.needs().lost());
        times.executeUpdate();
    }

    private void write(ReplicaRecord record) throws SQLException {
        End last = record.last();
        RunRecord live = record.live();
        replica.setLong(1, record.task());
        replica.setInt(2, record.replica().index());
        replica.setString(3, record.state().name());
        replica.setBoolean(4, record.thenStart());
        Rows.set(replica, 5, record.until());
        replica.setInt(6, record.restarts());
        replica.setInt(7, record.quickExits());
        replica.setInt(8, record.failures());
        Rows.setNumber(replica, 9, last == null ? null : last.run());
        replica.setString(10, last == null ? null : ends.computeIfAbsent(last, EndText::of));
        Rows.setNumber(replica, 11, live == null ? null : live.run().incarnation());
        Rows.setNumber(replica, 12, live == null ? null : live.pid());
        Rows.setNumber(replica, 13, live == null ? null : live.started());
        Rows.set(replica, 14, live == null ? null : live.since());
        Rows.setNumber(replica, 15, live == null ? null : live.output());
        replica.setString(16, live == null ? null : boot);
        RequestedSignal requested = record.requested();
        Signal signal = requested == null ? null : requested.signal();
        replica.setString(17, requested == null ? null : requested.by().who());
        replica.setString(18, requested == null ? null : requested.by().from());
        replica.setString(19, signal == null ? null : signal.name());
        replica.setString(20, Rows.text(record.recent().at()));
        replica.setString(21, record.concluded().name());
        replica.setString(22, live == null ? RunRecord.NO_SEAL : live.seal());
        replica.executeUpdate();
    }

    private void write(RunRecord record) throws SQLException {
        newest = Math.max(newest, record.run().incarnation());
        @Nullable End end = record.end();
        run.setLong(1, record.run().incarnation());
        run.setString(2, record.run().replica().task());
        run.setLong(3, record.task());
        run.setInt(4, record.run().replica().index());
        run.setString(5, node);
        run.setLong(6, record.pid());
        run.setLong(7, record.started());
        Rows.set(run, 8, record.since());
        run.setLong(9, record.output());
        Rows.set(run, 10, end == null ? null : end.at());
        run.setString(11, end == null ? null : end.cause().kind());
        Rows.setNumber(run, 12, end == null ? null : end.cause().success() ? 1L : 0L);
        run.setString(13, end == null ? null : ends.computeIfAbsent(end, EndText::of));
        run.setString(14, ScheduleText.of(record.occasion()));
        run.executeUpdate();
    }

    private void write(UpdateRecord record) throws SQLException {
        if (record.over()) {
            updated.setLong(1, record.task());
            updated.executeUpdate();
            return;
        }
        update.setLong(1, record.task());
        update.setString(2, record.kind().name());
        update.setString(3, record.why());
        update.setString(4, record.all().ranges());
        update.setString(5, record.open().ranges());
        update.setLong(6, record.newest());
        update.setString(7, record.before() == null ? null : text(record.before()));
        update.setString(8, record.by().who());
        update.setString(9, record.by().from());
        update.executeUpdate();
    }

    private void write(AuditRecord record) throws SQLException {
        Rows.set(audit, 1, record.at());
        audit.setString(2, record.by().who());
        audit.setString(3, record.by().from());
        audit.setString(4, record.action());
        audit.setString(5, record.task());
        if (record.replica() == null) {
            audit.setNull(6, Types.INTEGER);
        } else {
            audit.setInt(6, record.replica());
        }
        audit.setString(7, record.detail());
        audit.executeUpdate();
    }
}

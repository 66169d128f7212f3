package io.meproc.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.json.InvalidInput;
import io.meproc.json.TaskBody;
import io.meproc.task.Indices;
import io.meproc.task.NeedStates;
import io.meproc.task.ReplicaId;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.Run;
import io.meproc.task.RunRecord;
import io.meproc.task.StoredTable;
import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskRecord;
import io.meproc.task.TaskTimes;
import io.meproc.task.UpdateRecord;
import io.meproc.task.exit.End;
import io.meproc.task.exit.RequestedSignal;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Signal;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.ScheduleRecord;
import io.meproc.task.probe.Concluded;
import io.meproc.task.restart.RecentEnds;
import io.meproc.task.update.UpdateKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the tasks that were kept. A row that can't be understood is logged and stays in the database; a task whose
 * definition can't be understood is not listed.
 */
final class TableReader {
    private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

    private final String boot;
    private final Map<Long, TaskTimes> times = new HashMap<>();
    private final Map<Long, List<ReplicaRecord>> replicas = new HashMap<>();
    private final Map<Long, UpdateRecord> updates = new HashMap<>();
    private boolean sameBoot = true;

    private TableReader(String boot) {
        this.boot = boot;
    }

    /** @param boot the id of the current boot of the machine */
    static StoredTable read(Connection connection, String boot) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return new TableReader(boot).read(statement);
        }
    }

    private StoredTable read(Statement statement) throws SQLException {
        Map<String, TaskRecord> records = records(statement);
        Map<Long, TaskRecord> byIdentity = new HashMap<>();
        records.values().forEach(record -> byIdentity.put(record.identity(), record));
        readTimes(statement);
        readReplicas(statement, byIdentity);
        readUpdates(statement, byIdentity);
        List<StoredTask> tasks = records.values().stream()
                .sorted((one, other) -> Long.compare(one.identity(), other.identity()))
                .map(record -> new StoredTask(
                        record,
                        times.getOrDefault(record.identity(), none(record.identity())),
                        replicas.getOrDefault(record.identity(), List.of()),
                        updates.get(record.identity())))
                .toList();
        try (ResultSet row = statement.executeQuery("SELECT * FROM service")) {
            boolean same = sameBoot && !boot.isEmpty() && boot.equals(row.getString("boot"));
            return new StoredTable(tasks, row.getLong("newest"), same, Rows.instant(row, "latest"));
        }
    }

    /** The records by the name of their task. */
    private static Map<String, TaskRecord> records(Statement statement) throws SQLException {
        Map<String, TaskRecord> records = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery("SELECT * FROM tasks ORDER BY id")) {
            while (row.next()) {
                String name = row.getString("name");
                try {
                    TaskDefinition definition =
                            TaskBody.parse(row.getString("definition").getBytes(UTF_8), name);
                    TaskRecord earlier = records.put(
                            name,
                            new TaskRecord(
                                    row.getLong("id"),
                                    definition,
                                    row.getLong("revision"),
                                    Indices.parse(row.getString("stopped")),
                                    row.getBoolean("removing")));
                    if (earlier != null) {
                        LOG.error("Task {} is in the store twice; the one that was listed later is used", name);
                    }
                } catch (InvalidInput | RuntimeException malformed) {
                    LOG.error(
                            "The stored definition of task {} can't be understood, so the task is not listed; its row"
                                    + " with id {} stays in the table tasks of {}: {}",
                            name,
                            row.getLong("id"),
                            StoreSettings.FILE,
                            malformed.getMessage());
                }
            }
        }
        return records;
    }

    private static TaskTimes none(long identity) {
        return new TaskTimes(identity, null, null, null, null, ScheduleRecord.NONE, null, null, false);
    }

    private void readTimes(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT * FROM task_times")) {
            while (row.next()) {
                times.put(
                        row.getLong("task"),
                        new TaskTimes(
                                row.getLong("task"),
                                Rows.instant(row, "last_attempt"),
                                Rows.instant(row, "last_start"),
                                Rows.instant(row, "handled_until"),
                                Rows.instant(row, "last_missed"),
                                schedule(row),
                                Rows.instant(row, "last_success"),
                                Rows.instant(row, "expected_since"),
                                row.getBoolean("late"),
                                new NeedStates(row.getLong("needs_met"), row.getLong("needs_lost"))));
            }
        }
    }

    private static ScheduleRecord schedule(ResultSet row) throws SQLException {
        String text = row.getString("schedule");
        if (text == null) {
            // Version 1 had the missed times that are to be caught up.
            return ScheduleRecord.NONE.queued(Rows.instants(row, "owed").stream()
                    .map(due -> Occasion.fire(Occasion.Kind.MISSED, due))
                    .toList());
        }
        try {
            return ScheduleText.schedule(text);
        } catch (IOException malformed) {
            LOG.warn(
                    "The stored schedule of the task with id {} can't be understood: {}",
                    row.getLong("task"),
                    malformed.getMessage());
            return ScheduleRecord.NONE;
        }
    }

    private void readReplicas(Statement statement, Map<Long, TaskRecord> records) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT * FROM replicas ORDER BY task, replica")) {
            while (row.next()) {
                TaskRecord task = records.get(row.getLong("task"));
                if (task != null) {
                    ReplicaRecord replica = replica(row, task);
                    sameBoot &= replica.live() == null || boot.equals(row.getString("boot"));
                    replicas.computeIfAbsent(task.identity(), identity -> new ArrayList<>())
                            .add(replica);
                }
            }
        }
    }

    /** An update that can't be understood is over; its processes run on. */
    private void readUpdates(Statement statement, Map<Long, TaskRecord> records) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT * FROM updates")) {
            while (row.next()) {
                TaskRecord task = records.get(row.getLong("task"));
                String earlier = row.getString("earlier");
                try {
                    if (task != null) {
                        TaskDefinition before = earlier == null
                                ? null
                                : TaskBody.parse(
                                        earlier.getBytes(UTF_8),
                                        task.definition().name());
                        updates.put(task.identity(), update(row, before));
                    }
                } catch (InvalidInput | RuntimeException malformed) {
                    LOG.error(
                            "The stored update of task {} can't be understood, and ends: {}",
                            row.getLong("task"),
                            malformed.getMessage());
                }
            }
        }
    }

    private static UpdateRecord update(ResultSet row, @Nullable TaskDefinition before) throws SQLException {
        return new UpdateRecord(
                row.getLong("task"),
                UpdateKind.valueOf(row.getString("kind")),
                row.getString("why"),
                Indices.parse(row.getString("replicas")),
                Indices.parse(row.getString("open")),
                row.getLong("newest"),
                before,
                new Requester(row.getString("requested_by"), row.getString("requested_from")));
    }

    private static ReplicaRecord replica(ResultSet row, TaskRecord task) throws SQLException {
        ReplicaId id = new ReplicaId(task.definition().name(), row.getInt("replica"));
        Long run = Rows.number(row, "run");
        RunRecord live = run == null
                ? null
                : new RunRecord(
                        new Run(id, run),
                        task.identity(),
                        row.getLong("pid"),
                        row.getLong("started"),
                        Objects.requireNonNullElse(Rows.instant(row, "since"), Instant.EPOCH),
                        row.getLong("output"),
                        null,
                        null,
                        row.getString("seal"));
        return new ReplicaRecord(
                id,
                task.identity(),
                ReplicaRecord.State.valueOf(row.getString("state")),
                live,
                row.getBoolean("then_start"),
                Rows.instant(row, "until"),
                row.getInt("restarts"),
                row.getInt("quick_exits"),
                row.getInt("failures"),
                new RecentEnds(Rows.instants(row, "recent_ends")),
                last(row.getString("last_end"), id),
                requested(row),
                Concluded.valueOf(row.getString("concluded")));
    }

    private static @Nullable RequestedSignal requested(ResultSet row) throws SQLException {
        String from = row.getString("requested_from");
        String signal = row.getString("requested_signal");
        return from == null
                ? null
                : new RequestedSignal(
                        new Requester(row.getString("requested_by"), from),
                        signal == null ? null : Signal.of(signal).orElse(null));
    }

    private static @Nullable End last(@Nullable String text, ReplicaId id) {
        try {
            return text == null ? null : EndParser.parse(text);
        } catch (IOException malformed) {
            LOG.warn("The stored last end of {} can't be understood: {}", id, malformed.getMessage());
            return null;
        }
    }
}

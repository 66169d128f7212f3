package io.meproc.store;

import io.meproc.task.AuditRecord;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.RunRecord;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Requester;
import io.meproc.task.occasion.RunOccasion;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the history with a connection of its own, which neither waits for the writer nor delays it. Its methods block; one
 * thread at a time uses it. A page ends with the number of its last row, where the next page continues.
 */
final class HistoryReader {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);

    private static final String RUNS = """
            SELECT * FROM runs WHERE task = ?1 AND id < ?2 AND (?3 IS NULL OR replica = ?3)
                AND (?4 IS NULL OR coalesce(cause, 'running') IN (SELECT value FROM json_each(?4)))
                AND (?5 IS NULL OR since >= ?5) AND (?6 IS NULL OR since <= ?6) AND (?8 IS NULL OR success = ?8)
            ORDER BY id DESC LIMIT ?7""";

    private static final String AUDIT = """
            SELECT * FROM audit WHERE id < ?2 AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at <= ?6)
            ORDER BY id DESC LIMIT ?7""";

    private static final String AUDIT_OF_TASK = AUDIT.replace("WHERE", "WHERE task = ?1 AND");

    private final Database database;
    private @Nullable Connection connection;
    private @Nullable PlacedFile placed;

    HistoryReader(Database database) {
        this.database = database;
    }

    /** The reply to a request for a part of the history. */
    @Nullable
    Object answer(StoreRequest request) throws SQLException {
        try {
            if (request instanceof StoreRequest.Runs runs) {
                return runs(runs);
            } else if (request instanceof StoreRequest.OneRun run) {
                return run(run.incarnation());
            } else if (request instanceof StoreRequest.Audit audit) {
                return audit(audit);
            } else if (request instanceof OutboxRequest.Inspect inspect) {
                return new OutboxWriter(connection()).answer(inspect);
            }
            throw new IllegalArgumentException("not a request for the history: " + request);
        } catch (SQLException broken) {
            close();
            throw broken;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open != null && !inPlace()) {
            close();
            open = null;
        }
        if (open == null) {
            open = database.openReader();
            connection = open;
            placed = database.placed();
        }
        return open;
    }

    /** Whether the database is still the one that was opened: a damaged or removed one is replaced. */
    private boolean inPlace() {
        try {
            return placed != null && placed.isInPlace();
        } catch (IOException replaced) {
            return false;
        }
    }

    private RunPage runs(StoreRequest.Runs wanted) throws SQLException {
        try (PreparedStatement select = connection().prepareStatement(RUNS)) {
            select.setString(1, wanted.task());
            select.setLong(2, before(wanted.after()));
            if (wanted.replica() == null) {
                select.setNull(3, Types.INTEGER);
            } else {
                select.setInt(3, wanted.replica());
            }
            select.setString(
                    4,
                    wanted.causes().isEmpty()
                            ? null
                            : wanted.causes().stream()
                                    .map(cause -> '"' + cause.replaceAll("[\"\\\\]", "") + '"')
                                    .collect(Collectors.joining(",", "[", "]")));
            Rows.set(select, 5, wanted.since());
            Rows.set(select, 6, wanted.until());
            select.setInt(7, wanted.limit() + 1);
            Rows.setNumber(select, 8, wanted.success() == null ? null : wanted.success() ? 1L : 0L);
            List<StoredRun> runs = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (runs.size() < wanted.limit() && row.next()) {
                    runs.add(run(row));
                }
                boolean more = runs.size() == wanted.limit() && row.next();
                return new RunPage(
                        runs,
                        more
                                ? Long.toString(
                                        runs.get(runs.size() - 1).run().run().incarnation())
                                : null);
            }
        }
    }

    private @Nullable StoredRun run(long incarnation) throws SQLException {
        try (PreparedStatement select = connection().prepareStatement("SELECT * FROM runs WHERE id = ?")) {
            select.setLong(1, incarnation);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? run(row) : null;
            }
        }
    }

    private static StoredRun run(ResultSet row) throws SQLException {
        return new StoredRun(
                new RunRecord(
                        new Run(new ReplicaId(row.getString("task"), row.getInt("replica")), row.getLong("id")),
                        row.getLong("task_id"),
                        row.getLong("pid"),
                        row.getLong("started"),
                        Objects.requireNonNullElse(Rows.instant(row, "since"), Instant.EPOCH),
                        row.getLong("output"),
                        end(row.getString("dossier")),
                        occasion(row.getString("occasion"))),
                row.getString("node"));
    }

    private static @Nullable End end(@Nullable String text) throws SQLException {
        try {
            return text == null ? null : EndParser.parse(text);
        } catch (IOException malformed) {
            throw new SQLException("the end of a run can't be understood: " + malformed.getMessage(), malformed);
        }
    }

    private static @Nullable RunOccasion occasion(@Nullable String text) throws SQLException {
        try {
            return ScheduleText.occasion(text);
        } catch (IOException malformed) {
            throw new SQLException("the occasion of a run can't be understood: " + malformed.getMessage(), malformed);
        }
    }

    private AuditPage audit(StoreRequest.Audit wanted) throws SQLException {
        String sql = wanted.task() == null ? AUDIT : AUDIT_OF_TASK;
        try (PreparedStatement select = connection().prepareStatement(sql)) {
            if (wanted.task() != null) {
                select.setString(1, wanted.task());
            }
            select.setLong(2, before(wanted.after()));
            Rows.set(select, 5, wanted.since());
            Rows.set(select, 6, wanted.until());
            select.setInt(7, wanted.limit() + 1);
            List<AuditRecord> records = new ArrayList<>();
            long last = 0;
            try (ResultSet row = select.executeQuery()) {
                while (records.size() < wanted.limit() && row.next()) {
                    records.add(record(row));
                    last = row.getLong("id");
                }
                boolean more = records.size() == wanted.limit() && row.next();
                return new AuditPage(records, more ? Long.toString(last) : null);
            }
        }
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        Long replica = Rows.number(row, "replica");
        return new AuditRecord(
                Objects.requireNonNullElse(Rows.instant(row, "at"), Instant.EPOCH),
                new Requester(row.getString("who"), row.getString("address")),
                row.getString("action"),
                row.getString("task"),
                replica == null ? null : replica.intValue(),
                row.getString("detail"));
    }

    /** The number before which a page begins; an unknown cursor begins with the newest row. */
    private static long before(@Nullable String cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException unknown) {
            return Long.MAX_VALUE;
        }
    }

    void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException broken) {
                LOG.debug("The reader of the history could not be closed", broken);
            }
        }
    }
}

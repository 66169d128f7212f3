package io.meproc.store;

import io.meproc.store.OutboxRequest.Due;
import io.meproc.store.OutboxRequest.OfTarget;
import io.meproc.store.OutboxRequest.Outbox;
import io.meproc.store.OutboxRequest.Queued;
import io.meproc.task.Notification;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.hook.HookEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out {@link OutboxRequest}s on the connection of the writer, so that each sees every change before it. */
final class OutboxWriter {
    /** The most targets of which a request gets a notification. */
    private static final int MOST_TARGETS = 100;

    private static final int MOST_ERROR = 500;
    private final Connection connection;

    OutboxWriter(Connection connection) {
        this.connection = connection;
    }

    @Nullable
    Object answer(OutboxRequest request) throws SQLException {
        if (request instanceof OutboxRequest.Next next) {
            return next(next);
        } else if (request instanceof OutboxRequest.Delivered delivered) {
            Notification sent = delivered.notification();
            update("DELETE FROM outbox WHERE id = ? AND at <= ?", sent.number(), millis(sent.at()));
            return null;
        } else if (request instanceof OutboxRequest.Failed failed) {
            failed(failed);
            return null;
        } else if (request instanceof OutboxRequest.Disable disable) {
            update(
                    "INSERT OR REPLACE INTO disabled_targets VALUES (?, ?, ?)",
                    disable.target(),
                    millis(disable.at()),
                    shortened(disable.why()));
            update(
                    "UPDATE outbox SET dead = ?, error = ? WHERE target = ? AND dead IS NULL",
                    millis(disable.at()),
                    shortened(disable.why()),
                    disable.target());
            return null;
        } else if (request instanceof OutboxRequest.Retry retry) {
            update("DELETE FROM disabled_targets WHERE target = ?", retry.target());
            return update(
                    "UPDATE outbox SET dead = NULL, tries = 0, due = min(due, ?) WHERE target = ?",
                    millis(retry.now()),
                    retry.target());
        } else if (request instanceof OutboxRequest.Drop drop) {
            return update("DELETE FROM outbox WHERE target = ?", drop.target());
        }
        return outbox(((OutboxRequest.Inspect) request).limit());
    }

    private void failed(OutboxRequest.Failed failed) throws SQLException {
        String error = shortened(failed.error());
        if (failed.due() == null) {
            update(
                    "UPDATE outbox SET tries = tries + 1, error = ?, dead = ? WHERE id = ?",
                    error,
                    millis(failed.at()),
                    failed.number());
        } else {
            update(
                    "UPDATE outbox SET tries = tries + 1, error = ?, due = ? WHERE id = ?",
                    error,
                    millis(failed.due()),
                    failed.number());
        }
    }

    private static String shortened(String error) {
        return error.length() <= MOST_ERROR ? error : error.substring(0, MOST_ERROR);
    }

    private static long millis(Instant instant) {
        return Rows.millis(instant);
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private Due next(OutboxRequest.Next request) throws SQLException {
        String excepted = request.except().isEmpty()
                ? ""
                : " AND target NOT IN (?" + ", ?".repeat(request.except().size() - 1) + ")";
        List<Object> values = new ArrayList<>(List.of(millis(request.now())));
        values.addAll(request.except());
        // With a bare min(), SQLite takes the other columns from the row that has the minimum.
        List<Queued> due = queued(
                "SELECT *, min(due) FROM outbox WHERE dead IS NULL AND due <= ?" + excepted + " GROUP BY target LIMIT "
                        + MOST_TARGETS,
                values.toArray());
        try (PreparedStatement statement = prepared(
                        "SELECT min(due) AS next FROM outbox WHERE dead IS NULL" + excepted,
                        request.except().toArray());
                ResultSet row = statement.executeQuery()) {
            return new Due(due, row.next() ? Rows.instant(row, "next") : null);
        }
    }

    private List<Queued> queued(String select, Object... values) throws SQLException {
        List<Queued> all = new ArrayList<>();
        try (PreparedStatement statement = prepared(select, values);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                all.add(new Queued(
                        notification(row), row.getInt("tries"), row.getString("error"), Rows.instant(row, "dead")));
            }
        }
        return all;
    }

    private static Notification notification(ResultSet row) throws SQLException {
        Long run = Rows.number(row, "run");
        String task = row.getString("task");
        return new Notification(
                row.getLong("id"),
                row.getString("target"),
                HookEvent.of(row.getString("event")).orElse(HookEvent.FAILED),
                task,
                run == null ? null : new Run(new ReplicaId(task, row.getInt("replica")), run),
                row.getString("words"),
                instant(row, "at"),
                instant(row, "due"),
                row.getInt("others"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(Rows.instant(row, column), Instant.EPOCH);
    }

    private Outbox outbox(int limit) throws SQLException {
        List<OfTarget> targets = new ArrayList<>();
        try (PreparedStatement statement = prepared("""
                        SELECT target, sum(alive), sum(failing), sum(gone), max(why) AS why, max(since) AS since FROM (
                            SELECT target, dead IS NULL AS alive, dead IS NULL AND tries > 0 AS failing,
                                dead IS NOT NULL AS gone, NULL AS why, NULL AS since FROM outbox
                            UNION ALL SELECT target, 0, 0, 0, why, at FROM disabled_targets)
                        GROUP BY target ORDER BY target""");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                targets.add(new OfTarget(
                        row.getString(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getString("why"),
                        Rows.instant(row, "since")));
            }
        }
        try (PreparedStatement statement = prepared("SELECT notifications_dropped FROM service");
                ResultSet row = statement.executeQuery()) {
            return new Outbox(targets, queued("SELECT * FROM outbox ORDER BY id DESC LIMIT ?", limit), row.getLong(1));
        }
    }
}

package io.meproc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Deletes old history in steps, each of which is short, so that no commit waits long for it. A live run and the last run of
 * a replica of a listed task stay. The first steps end {@link OpenRuns}.
 */
final class Retention {
    /** The most rows that a statement deletes. */
    private static final int ROWS = 500;

    /** The most tasks whose runs a step counts. */
    private static final int TASKS = 100;

    /** The most pages of 4 kB that a step returns to the file system. */
    private static final int PAGES = 250;

    /** Fewer unused pages stay in the file, since new rows need some soon. */
    private static final int SPARE_PAGES = 1_000;

    private static final long MOST_AUDIT = 100_000;
    private static final String NOT_THE_LAST =
            " AND NOT EXISTS (SELECT 1 FROM replicas WHERE replicas.task = runs.task_id"
                    + " AND replicas.replica = runs.replica AND last_run = runs.id)";

    /** The limits in the definition of the task whose newest run has this name. */
    private static final String LIMITS = """
            SELECT json_extract(definition, '$.history.runs') AS runs, json_extract(definition, '$.history.days') AS days
            FROM tasks WHERE id = (SELECT task_id FROM runs WHERE task = ? ORDER BY id DESC LIMIT 1)""";

    private static final String OF_TASK = "SELECT id FROM runs WHERE task = ? AND ended IS NOT NULL AND ";
    private static final String BY_ID = " ORDER BY id";

    /** @param cutoff the runs that ended before are deleted, in milliseconds; null for none */
    private record Limits(int runs, @Nullable Long cutoff) {}

    private final StoreSettings settings;
    private final long mostPages;
    private final OpenRuns openRuns = new OpenRuns();
    private @Nullable String task = "";

    /** @param mostPages the size of the database in pages of 4 kB from which on the oldest runs are deleted */
    Retention(StoreSettings settings, long mostPages) {
        this.settings = settings;
        this.mostPages = mostPages;
    }

    /** Carries out a step, and returns whether there is more to delete. */
    boolean step(Connection connection, Instant now) throws SQLException {
        try (Statement transaction = connection.createStatement()) {
            transaction.execute("BEGIN IMMEDIATE");
            long cutoff = Rows.millis(now.minus(settings.age()));
            boolean more = openRuns.step(connection)
                    || full(delete(
                            connection,
                            "SELECT id FROM runs WHERE ended < ?" + NOT_THE_LAST + " ORDER BY ended",
                            cutoff))
                    || tasks(connection, now)
                    || audit(connection, cutoff)
                    || pages(connection);
            boolean unused = vacuum(connection);
            transaction.execute("COMMIT");
            return more || unused;
        }
    }

    private static boolean full(int rows) {
        return rows >= ROWS;
    }

    private static int delete(Connection connection, String select, Object... values) throws SQLException {
        String table = select.contains("FROM audit") ? "audit" : "runs";
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + table + " WHERE id IN (" + select + " LIMIT " + ROWS + ")")) {
            for (int i = 0; i < values.length; i++) {
                delete.setObject(i + 1, values[i]);
            }
            return delete.executeUpdate();
        }
    }

    /** Goes through the tasks that have runs, and returns whether some are left. */
    private boolean tasks(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement next = connection.prepareStatement("SELECT min(task) FROM runs WHERE task > ?");
                PreparedStatement limits = connection.prepareStatement(LIMITS);
                PreparedStatement oldest = connection.prepareStatement(
                        "SELECT id FROM runs WHERE task = ? ORDER BY id DESC LIMIT 1 OFFSET ?")) {
            for (int i = 0; i < TASKS; i++) {
                next.setString(1, task == null ? "" : task);
                task = text(next);
                if (task == null) {
                    return false;
                }
                limits.setString(1, task);
                Limits own = limits(limits, now);
                oldest.setString(1, task);
                oldest.setInt(2, own.runs());
                Long from = number(oldest);
                if ((from != null && full(delete(connection, OF_TASK + "id <= ?" + NOT_THE_LAST + BY_ID, task, from)))
                        || (own.cutoff() != null
                                && full(delete(
                                        connection,
                                        OF_TASK + "ended < ?" + NOT_THE_LAST + BY_ID,
                                        task,
                                        own.cutoff())))) {
                    // The next step begins with the first task again.
                    task = "";
                    return true;
                }
            }
            return true;
        }
    }

    /** The limits of the task itself, within those of the service. */
    private Limits limits(PreparedStatement select, Instant now) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            boolean listed = row.next();
            Long runs = listed ? Rows.number(row, "runs") : null;
            Long days = listed ? Rows.number(row, "days") : null;
            return new Limits(
                    runs == null ? settings.runs() : (int) Math.min(settings.runs(), runs),
                    days == null ? null : Rows.millis(now.minus(Duration.ofDays(days))));
        }
    }

    private static @Nullable String text(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.getString(1);
        }
    }

    private static @Nullable Long number(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : null;
        }
    }

    /** The numbers of the audit records have no gaps, and their times ascend with them. */
    private static boolean audit(Connection connection, long cutoff) throws SQLException {
        return full(delete(connection, """
                SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT 500)
                WHERE at < ? OR id <= (SELECT max(id) FROM audit) - ?""", cutoff, MOST_AUDIT));
    }

    private boolean pages(Connection connection) throws SQLException {
        long used = pragma(connection, "page_count") - pragma(connection, "freelist_count");
        return used > mostPages
                && delete(connection, "SELECT id FROM runs WHERE ended IS NOT NULL" + NOT_THE_LAST + " ORDER BY ended")
                        > 0;
    }

    private static long pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getLong(1);
        }
    }

    /**
     * Returns unused pages to the file system, and returns whether there are more. The statement frees a page at each step, and the driver carries out one
     * step, whatever the number of pages in it.
     */
    private static boolean vacuum(Connection connection) throws SQLException {
        long unused = pragma(connection, "freelist_count") - SPARE_PAGES;
        try (PreparedStatement page = connection.prepareStatement("PRAGMA incremental_vacuum(1)")) {
            for (int i = 0; i < Math.min(unused, PAGES); i++) {
                page.execute();
            }
        }
        return unused > PAGES;
    }
}

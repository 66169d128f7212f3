package io.meproc.store;

import io.meproc.task.Notification;
import io.meproc.task.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** Adds notifications to the outbox, in the transaction of the change that they report. The oldest ones go if there are too many. */
final class NotificationWriter {
    /** The most that wait, and the most that were given up. */
    static final int MOST_WAITING = 10_000;

    static final int MOST_DEAD = 1_000;

    private static final String DISABLED = "(SELECT %s FROM disabled_targets WHERE target = ?2)";

    private NotificationWriter() {}

    static void write(Connection connection, List<Notification> notifications) throws SQLException {
        if (notifications.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("""
                INSERT INTO outbox (id, target, event, task, replica, run, words, at, due, others, error, dead)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,""" + DISABLED.formatted("why") + ", " + DISABLED.formatted("?8") + """
                ) ON CONFLICT (id) DO UPDATE SET event = excluded.event, replica = excluded.replica, run = excluded.run,
                    words = excluded.words, at = excluded.at, others = excluded.others""")) {
            for (Notification each : notifications) {
                write(insert, each);
            }
        }
        bound(connection);
    }

    private static void write(PreparedStatement insert, Notification each) throws SQLException {
        Run run = each.run();
        insert.setLong(1, each.number());
        insert.setString(2, each.target());
        insert.setString(3, each.event().word());
        insert.setString(4, each.task());
        if (run == null) {
            insert.setNull(5, Types.INTEGER);
            insert.setNull(6, Types.INTEGER);
        } else {
            insert.setInt(5, run.replica().index());
            insert.setLong(6, run.incarnation());
        }
        insert.setString(7, each.words());
        Rows.set(insert, 8, each.at());
        Rows.set(insert, 9, each.due());
        insert.setInt(10, each.others());
        insert.executeUpdate();
    }

    private static void bound(Connection connection) throws SQLException {
        int dropped = delete(connection, "dead IS NULL", MOST_WAITING);
        delete(connection, "dead IS NOT NULL", MOST_DEAD);
        if (dropped > 0) {
            try (PreparedStatement count = connection.prepareStatement(
                    "UPDATE service SET notifications_dropped = notifications_dropped + ?")) {
                count.setInt(1, dropped);
                count.executeUpdate();
            }
        }
    }

    private static int delete(Connection connection, String which, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE " + which
                + " AND id <= (SELECT id FROM outbox WHERE " + which + " ORDER BY id DESC LIMIT 1 OFFSET ?)")) {
            delete.setInt(1, most);
            return delete.executeUpdate();
        }
    }
}

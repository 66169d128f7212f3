package io.meproc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The runs that are live in the history, and that no replica has: their ends were dropped while changes could not be kept.
 * They get an unknown end, in one pass through the history after a start, in steps.
 */
final class OpenRuns {
    private static final int ROWS = 5_000;

    private long through = Long.MIN_VALUE;
    private boolean over;

    /** Carries out a step in the transaction of the caller, and returns whether there are more runs. */
    boolean step(Connection connection) throws SQLException {
        if (over) {
            return false;
        }
        try (PreparedStatement last = connection.prepareStatement(
                        "SELECT max(id) FROM (SELECT id FROM runs WHERE id > ? ORDER BY id LIMIT " + ROWS + ")");
                PreparedStatement end = connection.prepareStatement("""
                        UPDATE runs SET ended = since, cause = 'unknown', success = 0, dossier = json_object(
                            'run', id, 'pid', pid,
                            'since', strftime('%Y-%m-%dT%H:%M:%fZ', since / 1000.0, 'unixepoch'),
                            'at', strftime('%Y-%m-%dT%H:%M:%fZ', since / 1000.0, 'unixepoch'),
                            'cause', 'own', 'success', json('false'), 'status', 'unknown',
                            'why', 'its end could not be kept', 'outputFrom', output)
                        WHERE id > ? AND id <= ? AND ended IS NULL AND NOT EXISTS (SELECT 1 FROM replicas
                            WHERE task = runs.task_id AND replica = runs.replica AND run = runs.id)""")) {
            last.setLong(1, through);
            long until;
            try (ResultSet row = last.executeQuery()) {
                until = row.getLong(1);
                over = row.wasNull();
            }
            if (!over) {
                end.setLong(1, through);
                end.setLong(2, until);
                end.executeUpdate();
                through = until;
            }
            return !over;
        }
    }
}

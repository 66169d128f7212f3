package io.meproc.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Copies what can be read of a damaged database into a new one: each table up to the first row that can't be read. */
final class Salvage {
    private static final int CHUNK = 500;
    private static final List<String> VITAL = List.of("service", "tasks", "task_times", "replicas");

    /** Their newest rows are copied first. */
    private static final List<String> HISTORY = List.of("runs", "audit");

    private final Connection fresh;
    private final List<String> copied = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private boolean complete = true;

    private Salvage(Connection fresh) {
        this.fresh = fresh;
    }

    /** Copies into {@code fresh}, a new database. */
    static Salvage copy(Connection fresh, Path damaged) throws SQLException {
        Salvage salvage = new Salvage(fresh);
        try (PreparedStatement attach = fresh.prepareStatement("ATTACH ? AS old")) {
            attach.setString(1, damaged.toString());
            attach.execute();
        } catch (SQLException unreadable) {
            salvage.complete = false;
            salvage.lost.add("everything (" + unreadable.getMessage() + ")");
            return salvage;
        }
        for (String table : VITAL) {
            salvage.complete &= salvage.table(table);
        }
        for (String table : HISTORY) {
            salvage.newest(table);
        }
        try (Statement detach = fresh.createStatement()) {
            detach.execute("DETACH old");
        }
        return salvage;
    }

    /** Whether the tasks and their states are complete; only history may be missing. */
    boolean complete() {
        return complete;
    }

    /** A description of what was copied and what is lost, for the log. */
    String words() {
        return "copied: " + (copied.isEmpty() ? "nothing" : String.join(", ", copied))
                + (lost.isEmpty() ? "" : "; lost: " + String.join(", ", lost));
    }

    /** Copies row by row, and returns whether all rows could be read. */
    private boolean table(String table) throws SQLException {
        int rows = 0;
        try (Statement select = fresh.createStatement();
                ResultSet row = select.executeQuery("SELECT * FROM old." + table);
                PreparedStatement insert = insert(table, row.getMetaData())) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int i = 1; i <= columns; i++) {
                    insert.setObject(i, row.getObject(i));
                }
                insert.executeUpdate();
                rows++;
            }
            copied.add(rows + " of " + table);
            return true;
        } catch (SQLException unreadable) {
            if (!Obstacle.isDamage(unreadable)) {
                throw unreadable;
            }
            copied.add(rows + " of " + table);
            lost.add("the rest of " + table + " (" + unreadable.getMessage() + ")");
            return false;
        }
    }

    /** The columns are named, since an older version has fewer of them. */
    private PreparedStatement insert(String table, ResultSetMetaData old) throws SQLException {
        StringJoiner columns = new StringJoiner(", ", "(", ")");
        StringJoiner values = new StringJoiner(", ", "(", ")");
        for (int i = 1; i <= old.getColumnCount(); i++) {
            columns.add(old.getColumnName(i));
            values.add("?");
        }
        return fresh.prepareStatement("INSERT OR REPLACE INTO main." + table + " " + columns + " VALUES " + values);
    }

    private void newest(String table) throws SQLException {
        long rows = 0;
        String sql = "INSERT INTO main." + table + " SELECT * FROM old." + table
                + " WHERE id < coalesce((SELECT min(id) FROM main." + table + "), ?) ORDER BY id DESC LIMIT " + CHUNK;
        try (PreparedStatement insert = fresh.prepareStatement(sql)) {
            insert.setLong(1, Long.MAX_VALUE);
            for (int more = CHUNK; more > 0; rows += more) {
                more = insert.executeUpdate();
            }
        } catch (SQLException unreadable) {
            if (!Obstacle.isDamage(unreadable)) {
                throw unreadable;
            }
            lost.add("the oldest of " + table + " (" + unreadable.getMessage() + ")");
        }
        copied.add(rows + " of " + table);
    }
}

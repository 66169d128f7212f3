package io.meproc.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** The floor of a commit: updates one of 64 rows in each transaction, with the settings of the service; prints commits/s. */
final class SqliteLoop {
    private static final int ROWS = 64;
    private static final int WARM_UP = 2_000;
    private static final int BYTES = 150;

    private SqliteLoop() {}

    /** @param arguments the file, and how long to measure in milliseconds */
    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, number INTEGER, text TEXT)");
            try (PreparedStatement update = connection.prepareStatement("INSERT OR REPLACE INTO t VALUES (?, ?, ?)")) {
                for (int i = 0; i < WARM_UP; i++) {
                    commit(update, i);
                }
                long limit = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1]));
                long began = System.nanoTime();
                int commits = 0;
                while (System.nanoTime() - began < limit) {
                    commit(update, commits++);
                }
                System.out.println(commits / ((System.nanoTime() - began) / 1e9));
            }
        }
    }

    private static void commit(PreparedStatement update, int number) throws SQLException {
        update.setInt(1, number % ROWS);
        update.setInt(2, number);
        update.setString(3, "x".repeat(BYTES));
        update.executeUpdate();
    }
}

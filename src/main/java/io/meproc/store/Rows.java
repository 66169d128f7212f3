package io.meproc.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values of columns that may be NULL. Instants are milliseconds since 1970-01-01 UTC. */
final class Rows {
    private Rows() {}

    static void set(PreparedStatement statement, int column, @Nullable Instant value) throws SQLException {
        setNumber(statement, column, value == null ? null : millis(value));
    }

    static void setNumber(PreparedStatement statement, int column, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(column, Types.INTEGER);
        } else {
            statement.setLong(column, value);
        }
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** The nearest number for an instant that is out of range. */
    static long millis(Instant value) {
        try {
            return value.toEpochMilli();
        } catch (ArithmeticException outOfRange) {
            return value.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}

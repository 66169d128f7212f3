package io.meproc.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Instants as a text: their numbers with commas between them. */
    static String text(List<Instant> instants) {
        return instants.stream().map(each -> Long.toString(millis(each))).collect(Collectors.joining(","));
    }

    /** The instants of a column with such a text; none if it is empty. */
    static List<Instant> instants(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(","))
                        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                        .toList();
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

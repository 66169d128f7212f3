#!/bin/sh
# PRAGMA incremental_vacuum(N) returns up to N unused pages to the file system. Through sqlite-jdbc it returns one: the driver takes
# one step of the statement, and SQLite frees a page at each step. execute() reports success, executeQuery() fails with "query
# does not return ResultSet" after the same single page, so a program has to execute it once for each page. The program sqlite3
# frees all N.
# Needs a JDK, Maven and a registry. Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

command -v javac >/dev/null || exit 3
maven=$(command -v mvn || readlink -f "${0%/*}/../mvnw")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
cd "$folder"
for artifact in org.xerial:sqlite-jdbc:3.54.1.0 org.slf4j:slf4j-api:2.0.20; do
    "$maven" -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -Dartifact=$artifact -DoutputDirectory=lib || exit 3
done
cat >Vacuum.java <<'JAVA'
import java.sql.*;

class Vacuum {
    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:vacuum.db");
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB)");
            for (int i = 0; i < 500; i++) {
                statement.execute("INSERT INTO t VALUES (NULL, zeroblob(3000))");
            }
            statement.execute("DELETE FROM t");
            int before = unused(statement);
            statement.execute("PRAGMA incremental_vacuum(200)");
            int once = unused(statement);
            System.out.println("execute freed " + (before - once) + " of " + before + " pages");
            try {
                statement.executeQuery("PRAGMA incremental_vacuum(200)").close();
            } catch (SQLException refused) {
                System.out.println("executeQuery: " + refused.getMessage() + "; freed " + (once - unused(statement)));
            }
        }
    }

    private static int unused(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA freelist_count")) {
            return row.getInt(1);
        }
    }
}
JAVA
java -Djava.io.tmpdir="$folder" -cp "lib/*" Vacuum.java >seen 2>log || { cat log && exit 1; }
echo "sqlite-jdbc 3.54.1.0"
cat seen
grep -q '^execute freed 1 of 5[0-9][0-9] pages$' seen
grep -q '^executeQuery: query does not return ResultSet; freed 1$' seen

#!/bin/sh
# sqlite-jdbc closes a prepared statement whose execution fails with SQLITE_FULL (or an I/O error). When there is space again, each
# further execution fails with "statement is not executing": a program that prepares its statements once never recovers from a
# full disk. After SQLITE_CONSTRAINT or SQLITE_BUSY the same statement can be executed again.
# The limit on the number of pages (PRAGMA max_page_count) stands for the full disk here; a full tmpfs has the same effect.
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
cat >Full.java <<'JAVA'
import java.sql.*;

class Full {
    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:full.db");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB)");
            statement.execute("INSERT INTO t VALUES (1, NULL)");
            PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, zeroblob(100000))");
            System.out.println("the id is taken:      " + attempt(insert, 1));
            System.out.println("the next id:          " + attempt(insert, 2));
            statement.execute("PRAGMA max_page_count = 40");
            System.out.println("no space:             " + attempt(insert, 3));
            statement.execute("PRAGMA max_page_count = 100000");
            System.out.println("space again:          " + attempt(insert, 3));
            System.out.println("a new statement:      "
                    + attempt(connection.prepareStatement("INSERT INTO t VALUES (?, zeroblob(100000))"), 3));
        }
    }

    private static String attempt(PreparedStatement insert, int id) {
        try {
            insert.setInt(1, id);
            return insert.executeUpdate() + " row";
        } catch (SQLException refused) {
            return refused.getMessage();
        }
    }
}
JAVA
java -Djava.io.tmpdir="$folder" -cp "lib/*" Full.java >seen 2>log || { cat log && exit 1; }
echo "sqlite-jdbc 3.54.1.0"
cat seen
grep -q '^the id is taken: .*SQLITE_CONSTRAINT' seen
grep -q '^the next id: *1 row$' seen
grep -q '^no space: .*SQLITE_FULL' seen
grep -q '^space again: *statement is not executing$' seen
grep -q '^a new statement: *1 row$' seen

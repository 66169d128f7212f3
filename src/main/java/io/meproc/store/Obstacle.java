package io.meproc.store;

import io.meproc.task.Refusal;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The reasons why changes can't be kept, as refusals for clients. */
final class Obstacle {
    /** The low byte of an extended result code of SQLite is the primary one. */
    private static final int PRIMARY = 0xFF;

    private final Path file;

    Obstacle(Path file) {
        this.file = file;
    }

    /** The refusal for a failure of the database. */
    Refusal of(Exception failure) {
        if (failure instanceof SQLException sql) {
            return refusal(words(sql));
        }
        if (failure instanceof FileSystemException path) {
            return refusal(path.getFile() + " can't be used ("
                    + Objects.requireNonNullElse(
                            path.getReason(), path.getClass().getSimpleName()) + "); check "
                    + file.getParent());
        }
        return refusal(
                failure instanceof IOException
                        ? String.valueOf(failure.getMessage())
                        : "an internal error occurred (" + failure + "); details are in the service log");
    }

    /** The message for a database that can't be opened when the service starts. */
    String atStart(SQLException failure) {
        return "the tasks that were kept can't be read: " + words(failure);
    }

    /** The refusal for a commit that takes longer than this. */
    Refusal slow(Duration limit) {
        return refusal("the disk has not confirmed a write for " + limit.toSeconds() + " s; check the disk of "
                + file.getParent());
    }

    private static Refusal refusal(String why) {
        return new Refusal(
                Refusal.Reason.STORE_FAILED,
                why + ". While that lasts, requests for changes are refused, and running tasks go on");
    }

    private String words(SQLException failure) {
        int code = code(failure);
        Path directory = file.getParent();
        if (code == SQLiteErrorCode.SQLITE_FULL.code || isWithoutSharedMemory(failure)) {
            return "no space is left for " + file + "; free some on its disk";
        } else if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
            return file + " can't be written; make " + directory + " writable for this user";
        } else if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return file + " is locked by another process; end it, fuser " + file + " shows its pid";
        } else if (isDamage(failure)) {
            return file + " is damaged (" + failure.getMessage()
                    + "), and not all tasks can be read from it any more. Restart Meproc to begin a new one";
        } else if (code == SQLiteErrorCode.SQLITE_IOERR.code || code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return "reading or writing " + file + " failed (" + failure.getMessage() + "); check the disk of "
                    + directory + ", its free space and its permissions";
        }
        return "the database " + file + " failed (" + failure.getMessage() + ")";
    }

    /** Whether the file with the index of the log could not be made, which takes 32 kB. */
    private static boolean isWithoutSharedMemory(SQLException failure) {
        return failure instanceof SQLiteException lite && lite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }

    /** Whether another process has locked the database. */
    static boolean isLock(SQLException failure) {
        return code(failure) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    /** Whether the content of the file is not that of a database. */
    static boolean isDamage(Exception failure) {
        if (!(failure instanceof SQLException sql)) {
            return false;
        }
        int code = code(sql);
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    private static int code(SQLException failure) {
        int code = failure instanceof SQLiteException lite ? lite.getResultCode().code : failure.getErrorCode();
        return code & PRIMARY;
    }
}

package io.meproc.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The access to the logs of tasks.
 *
 * @param mode the permissions of a log file; its folder has the same, plus the permission to enter for those who may
 * read, and only the supervisor's user may write to it
 * @param group the name or number of the group of files and folders; null for that of the supervisor
 */
public record LogAccess(int mode, @Nullable String group) {
    public static final int OWNER_ONLY = 0600;

    /** Access for the supervisor's user only. */
    public static final LogAccess PRIVATE = new LogAccess(OWNER_ONLY, null);

    private static final int OTHERS_READ = 0044;
    private static final int OWNER_ALL = 0700;
    private static final int ALL_BITS = 9;

    /** Whether only the supervisor's user has access. */
    boolean isPrivate() {
        return equals(PRIVATE);
    }

    /** Sets the access of a file or folder; fails if the file system does not support it. */
    void applyTo(Path path) throws IOException {
        if (isPrivate()) {
            return;
        }
        try {
            if (group != null) {
                UserPrincipalLookupService accounts = path.getFileSystem().getUserPrincipalLookupService();
                PosixFileAttributeView view =
                        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (view == null) {
                    throw new UnsupportedOperationException("no POSIX permissions");
                }
                view.setGroup(accounts.lookupPrincipalByGroupName(group));
            }
            Files.setPosixFilePermissions(path, permissions(Files.isDirectory(path) ? directoryMode() : mode));
        } catch (UserPrincipalNotFoundException unknown) {
            throw new IOException("log_group: unknown group '" + group + "' on this machine", unknown);
        } catch (UnsupportedOperationException foreign) {
            throw new IOException("log_mode and log_group can't be set here", foreign);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        StringBuilder text = new StringBuilder();
        for (int bit = ALL_BITS - 1; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        return PosixFilePermissions.fromString(text.toString());
    }

    int directoryMode() {
        int read = mode & OTHERS_READ;
        return OWNER_ALL | read | read >> 2;
    }
}

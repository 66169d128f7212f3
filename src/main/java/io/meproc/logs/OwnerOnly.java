package io.meproc.logs;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Permissions of new files and folders that only the owner may use. */
final class OwnerOnly {
    private OwnerOnly() {}

    /**
     * The permissions, such as {@code rwx------}, for a new {@code path}; empty if the file system has no
     * permissions.
     */
    static FileAttribute<?>[] attributes(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

package io.meproc.config;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The reason of a failure as one line for the operator. */
final class Reason {
    private Reason() {}

    static String of(Throwable broken) {
        Throwable root = root(broken);
        if (root instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (root instanceof AccessDeniedException) {
            return "permission denied";
        } else if (root instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " exists and is not a directory";
        } else if (root instanceof FileSystemException other && other.getReason() != null) {
            return other.getReason();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    }

    static Throwable root(Throwable broken) {
        Throwable root = broken;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}

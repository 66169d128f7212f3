package io.meproc.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** The directories that the service owns: for its own eyes only, where the file system can say so. */
public final class Directories {
    private static final String ID_FILE = "id";

    private Directories() {}

    /** Makes them if they are missing; fails with words that name the setting. */
    public static void prepare(Settings settings) {
        make("data_dir", settings.dataDirectory());
        make("log_dir", settings.logDirectory());
        makeFile("log_dir", settings.logDirectory().resolve(ServiceLog.FILE));
    }

    static void make(String key, Path directory) {
        try {
            Files.createDirectories(directory, permissions("rwx------"));
        } catch (IOException impossible) {
            throw unusable(key, directory + " can't be made: " + Reason.of(impossible));
        }
        if (!Files.isWritable(directory)) {
            throw unusable(key, directory + " is not writable");
        }
    }

    /** Makes an empty file if it is missing. */
    static void makeFile(String key, Path file) {
        try {
            makeFile(file);
        } catch (IOException impossible) {
            throw unusable(key, file + " can't be made: " + Reason.of(impossible));
        }
    }

    /** Makes an empty file that others may not read, if it is missing. */
    static void makeFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, permissions("rw-------"));
        }
    }

    /** A failure that names the settings which choose another directory. */
    static ConfigurationException unusable(String key, String words) {
        String variable = Key.of(key).map(Key::variable).orElseThrow();
        return new ConfigurationException(key + ": " + words + "; set " + variable + ", or " + key
                + " in the configuration file, to a directory that this user may write");
    }

    private static FileAttribute<?>[] permissions(String ownerOnly) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ownerOnly))
                }
                : new FileAttribute<?>[0];
    }

    /** Writes the id of the data directory again if its file is missing. */
    static void keepId(Settings settings, String id) {
        Path file = settings.dataDirectory().resolve(ID_FILE);
        if (Files.notExists(file)) {
            try {
                makeFile("data_dir", file);
                Files.writeString(file, id + "\n");
            } catch (IOException impossible) {
                throw unusable("data_dir", file + " can't be written: " + Reason.of(impossible));
            }
        }
    }

    private static String newId(Path file) throws IOException {
        makeFile("data_dir", file);
        String id = UUID.randomUUID().toString();
        Files.writeString(file, id + "\n");
        return id;
    }

    /** What tells this data directory, and the processes that belong to it, from any other. */
    public static String id(Settings settings) {
        Path file = settings.dataDirectory().resolve(ID_FILE);
        try {
            String known = Files.exists(file) ? Files.readString(file).strip() : "";
            return known.isEmpty() ? newId(file) : known;
        } catch (IOException impossible) {
            throw unusable("data_dir", file + " can't be used: " + Reason.of(impossible));
        }
    }
}

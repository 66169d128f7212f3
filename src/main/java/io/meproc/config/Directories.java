package io.meproc.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/** The directories that the service owns, with access for its user only where the file system has permissions. */
public final class Directories {
    private static final String ID_FILE = "id";
    private static final String KEY_FILE = "key";
    private static final int KEY_LENGTH = 32;

    private Directories() {}

    /** Creates missing directories; the exception of a failure names the setting. */
    public static void prepare(Settings settings) {
        make("data_dir", settings.dataDirectory());
        make("log_dir", settings.logDirectory());
        makeFile("log_dir", settings.logDirectory().resolve(ServiceLog.FILE));
    }

    static void make(String key, Path directory) {
        try {
            Files.createDirectories(directory, permissions("rwx------"));
        } catch (IOException impossible) {
            throw unusable(key, directory + " can't be created: " + Reason.of(impossible));
        }
        if (!Files.isWritable(directory)) {
            throw unusable(key, directory + " is not writable");
        }
    }

    /** Creates an empty file if it is missing; the exception of a failure names {@code key}. */
    static void makeFile(String key, Path file) {
        try {
            makeFile(file);
        } catch (IOException impossible) {
            throw unusable(key, file + " can't be created: " + Reason.of(impossible));
        }
    }

    /** Creates an empty file, which other users can't read, if it is missing. */
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

    /** Restores the files with the id and the key of the data directory if they are missing. */
    static void keep(Settings settings, String id, byte[] markKey) {
        keep(settings.dataDirectory().resolve(ID_FILE), id);
        keep(settings.dataDirectory().resolve(KEY_FILE), HexFormat.of().formatHex(markKey));
    }

    private static void keep(Path file, String line) {
        if (Files.notExists(file)) {
            try {
                makeFile("data_dir", file);
                Files.writeString(file, line + "\n");
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

    /** The random id of the data directory, by which its processes are distinguished from those of others. */
    public static String id(Settings settings) {
        Path file = settings.dataDirectory().resolve(ID_FILE);
        try {
            String known = Files.exists(file) ? Files.readString(file).strip() : "";
            return known.isEmpty() ? newId(file) : known;
        } catch (IOException impossible) {
            throw unusable("data_dir", file + " can't be used: " + Reason.of(impossible));
        }
    }

    /**
     * The key with which the marks of this data directory's processes are verified: 32 bytes, in the file as
     * hexadecimal digits. A new key is created if the file is missing or invalid.
     */
    public static byte[] markKey(Settings settings) {
        Path file = settings.dataDirectory().resolve(KEY_FILE);
        try {
            String known = Files.exists(file) ? Files.readString(file).strip() : "";
            if (known.matches("[0-9a-f]{" + 2 * KEY_LENGTH + "}")) {
                return HexFormat.of().parseHex(known);
            }
            byte[] key = new byte[KEY_LENGTH];
            new SecureRandom().nextBytes(key);
            makeFile("data_dir", file);
            Files.writeString(file, HexFormat.of().formatHex(key) + "\n");
            return key;
        } catch (IOException impossible) {
            throw unusable("data_dir", file + " can't be used: " + Reason.of(impossible));
        }
    }
}

package io.meproc.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native library of SQLite, extracted once into the data directory. The driver itself would extract it at each start,
 * and a JVM that is killed would leave it behind in the folder for temporary files.
 *
 * <p>The name of the file has the architecture, the size and time of the driver's jar, and the length of the file, so that a
 * file of another version, or one that was cut by a power failure, is not used. The driver would find its file by detecting
 * musl in the memory mappings of the JVM, which takes 12 ms of CPU time; the rest takes 7 ms.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";
    private static final String NAME_PROPERTY = "org.sqlite.lib.name";
    private static final String TEMPORARY_PROPERTY = "org.sqlite.tmpdir";
    private static final String PREFIX = "sqlite-";

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads the library, once in a JVM. */
    static synchronized void load(Path folder) throws IOException {
        if (loaded) {
            return;
        }
        Files.createDirectories(folder, Database.ownerOnly("rwx------"));
        @Nullable Path library = library(folder);
        try {
            loaded = library != null && load(folder, library);
        } catch (Exception impossible) {
            LOG.warn(
                    "The native library of SQLite can't be loaded from {}, as on a file system that is mounted with noexec;"
                            + " the folder for temporary files is used: {}",
                    folder,
                    impossible.getMessage());
        }
        try {
            loaded |= SQLiteJDBCLoader.initialize();
        } catch (Exception impossible) {
            throw new StoreException(
                    "the native library of SQLite can't be loaded from " + folder + " or "
                            + System.getProperty("java.io.tmpdir") + " (" + impossible.getMessage()
                            + "): one of them must be on a file system that permits programs, not mounted with noexec;"
                            + " set data_dir to another directory, or MEPROC_JAVA_OPTS to -Djava.io.tmpdir=DIRECTORY",
                    impossible);
        }
    }

    /** Names the file by properties of the whole JVM, where another program may use the same driver. */
    private static boolean load(Path folder, Path library) throws Exception {
        @Nullable String path = System.getProperty(FOLDER_PROPERTY);
        @Nullable String name = System.getProperty(NAME_PROPERTY);
        @Nullable String temporary = System.getProperty(TEMPORARY_PROPERTY);
        try {
            if (path == null) {
                System.setProperty(FOLDER_PROPERTY, folder.toString());
                System.setProperty(NAME_PROPERTY, library.getFileName().toString());
            }
            // The driver deletes old files of its own there.
            System.setProperty(TEMPORARY_PROPERTY, folder.toString());
            return SQLiteJDBCLoader.initialize();
        } finally {
            restore(FOLDER_PROPERTY, path);
            restore(NAME_PROPERTY, name);
            restore(TEMPORARY_PROPERTY, temporary);
        }
    }

    /** The file; null if it can't be written. */
    private static @Nullable Path library(Path folder) throws IOException {
        String prefix = PREFIX + System.getProperty("os.arch") + "-" + driver() + "-";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path file : files) {
                if (file.getFileName().toString().equals(prefix + Files.size(file))) {
                    return file;
                }
            }
        }
        return extracted(folder, prefix);
    }

    /** Distinguishes versions of the driver by the size and time of its jar. */
    private static String driver() throws IOException {
        try {
            URL jar =
                    SQLiteJDBCLoader.class.getProtectionDomain().getCodeSource().getLocation();
            Path file = Path.of(jar.toURI());
            return Long.toHexString(Files.size(file)) + "-"
                    + Long.toHexString(Files.getLastModifiedTime(file).toMillis());
        } catch (URISyntaxException | RuntimeException notInFile) {
            return SQLiteJDBCLoader.getVersion();
        }
    }

    private static @Nullable Path extracted(Path folder, String prefix) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        Path incomplete = folder.resolve(PREFIX + "incomplete");
        try (InputStream in = Objects.requireNonNull(SQLiteJDBCLoader.class.getResourceAsStream(resource), resource)) {
            long length = Files.copy(in, incomplete, StandardCopyOption.REPLACE_EXISTING);
            deleteOthers(folder, incomplete);
            return Files.move(incomplete, folder.resolve(prefix + length), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException impossible) {
            LOG.warn("The native library of SQLite can't be kept in {}: {}", folder, impossible.toString());
            Files.deleteIfExists(incomplete);
            return null;
        }
    }

    /** Deletes the files of earlier versions. */
    private static void deleteOthers(Path folder, Path current) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : files) {
                if (!file.equals(current)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }
}

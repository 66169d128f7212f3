package io.meproc.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native library of SQLite, extracted once into the data directory. The driver itself would extract it at each start,
 * and a JVM that is killed would leave it behind in the folder for temporary files.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";
    private static final String NAME_PROPERTY = "org.sqlite.lib.name";
    private static final String TEMPORARY_PROPERTY = "org.sqlite.tmpdir";

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads the library, once in a JVM. */
    static synchronized void load(Path folder) throws IOException {
        if (loaded) {
            return;
        }
        Files.createDirectories(folder, Database.ownerOnly("rwx------"));
        @Nullable Path library = extracted(folder);
        // The properties are those of the whole JVM, where another program may use the same driver.
        @Nullable String path = System.getProperty(FOLDER_PROPERTY);
        @Nullable String name = System.getProperty(NAME_PROPERTY);
        @Nullable String temporary = System.getProperty(TEMPORARY_PROPERTY);
        try {
            if (path == null && library != null) {
                System.setProperty(FOLDER_PROPERTY, folder.toString());
                System.setProperty(NAME_PROPERTY, library.getFileName().toString());
            }
            if (temporary == null) {
                System.setProperty(TEMPORARY_PROPERTY, folder.toString());
            }
            loaded = SQLiteJDBCLoader.initialize();
        } catch (Exception impossible) {
            throw new StoreException(
                    "the native library of SQLite can't be loaded from " + folder + " (" + impossible.getMessage()
                            + "): the file system of the data directory must permit programs, so not be mounted with"
                            + " noexec, or set data_dir to another directory",
                    impossible);
        } finally {
            restore(FOLDER_PROPERTY, path);
            restore(NAME_PROPERTY, name);
            restore(TEMPORARY_PROPERTY, temporary);
        }
    }

    /** The library as a file that has the length of the one in the driver; null if it can't be written. */
    private static @Nullable Path extracted(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        URL resource = SQLiteJDBCLoader.class.getResource(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
        if (resource == null) {
            return null;
        }
        URLConnection connection = resource.openConnection();
        Path file = folder.resolve(SQLiteJDBCLoader.getVersion() + "-" + name);
        if (Files.exists(file) && Files.size(file) == connection.getContentLengthLong()) {
            return file;
        }
        Path incomplete = folder.resolve(name + ".incomplete");
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, incomplete, StandardCopyOption.REPLACE_EXISTING);
            Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException impossible) {
            LOG.warn("The native library of SQLite can't be kept in {}: {}", folder, impossible.toString());
            Files.deleteIfExists(incomplete);
            return null;
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

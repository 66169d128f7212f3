package io.meproc.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file with secrets, one in each line; empty lines and lines that begin with {@code #} are ignored. */
public final class SecretFile {
    private static final int LONGEST = 1 << 14;

    private SecretFile() {}

    /** Reads the secrets, at least one; blocks. The message of the exception names the file and the reason. */
    public static List<String> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            List<String> secrets = new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (content.length > LONGEST || secrets.isEmpty()) {
                throw new IOException(content.length > LONGEST ? "it has more than 16 kB" : "it has no secret");
            }
            return secrets;
        } catch (IOException unreadable) {
            throw new IOException(file + " can't be read: " + reason(unreadable), unreadable);
        }
    }

    private static String reason(IOException broken) {
        if (broken instanceof java.nio.file.NoSuchFileException) {
            return "it does not exist";
        }
        return broken instanceof java.nio.file.AccessDeniedException
                ? "Meproc's user may not read it"
                : String.valueOf(broken.getMessage());
    }
}

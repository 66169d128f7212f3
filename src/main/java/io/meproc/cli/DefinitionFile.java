package io.meproc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file that {@code --file} names, as JSON. */
final class DefinitionFile {
    static final String OPTION = "--file";

    /** Bytes; what the service accepts as well. */
    private static final int LONGEST = 1 << 20;

    private DefinitionFile() {}

    static String name(Invocation call) {
        String file = call.value(OPTION);
        return file.equals("-") ? "standard input" : file;
    }

    static JsonNode read(Invocation call) throws Failure {
        String name = name(call);
        try (InputStream in = open(call)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw call.misused(name + " has more than the " + LONGEST + " bytes that a definition may have");
            }
            return Json.read(bytes);
        } catch (JsonProcessingException wrong) {
            // Without a piece of the text, which may be a secret.
            throw call.misused(
                    name + " is not JSON: line " + wrong.getLocation().getLineNr() + ", column "
                            + wrong.getLocation().getColumnNr());
        } catch (Json.SeveralValuesException several) {
            throw call.misused(name + " has something behind its first JSON value; several definitions are a list,"
                    + " [{\"name\": ...}, {\"name\": ...}], as 'jq -s .' makes it of JSON lines");
        } catch (NoSuchFileException missing) {
            throw call.misused("can't read " + name + ": no such file");
        } catch (AccessDeniedException denied) {
            throw call.misused("can't read " + name + ": permission denied");
        } catch (IOException | InvalidPathException unreadable) {
            throw call.misused("can't read " + name + ": " + unreadable.getMessage());
        }
    }

    private static InputStream open(Invocation call) throws IOException {
        String file = call.value(OPTION);
        return file.equals("-") ? call.input().stream() : Files.newInputStream(Path.of(file));
    }
}

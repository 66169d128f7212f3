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

/** The JSON file that the option {@code --file} names. */
final class DefinitionFile {
    static final String OPTION = "--file";

    /** In bytes; the limit of the service. */
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
                throw call.misused(name + " is larger than " + LONGEST + " bytes, the limit for a definition");
            }
            return Json.read(bytes);
        } catch (JsonProcessingException wrong) {
            // The text is not quoted, since it may contain a secret.
            throw call.misused(
                    name + " is not JSON: line " + wrong.getLocation().getLineNr() + ", column "
                            + wrong.getLocation().getColumnNr());
        } catch (Json.SeveralValuesException several) {
            throw call.misused(name + " has text after its first JSON value; put several definitions into a list,"
                    + " [{\"name\": ...}, {\"name\": ...}], for example with 'jq -s .'");
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

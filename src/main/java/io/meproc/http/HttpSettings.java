package io.meproc.http;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Where the HTTP interface listens and which names it answers to.
 *
 * @param port 0 for any free one
 * @param publicHost the name or address by which browsers reach it through a proxy or address translation
 * @param publicPort the port that goes with it
 * @param logDirectory where the replicas' output is
 * @param zone where cron patterns are read
 */
public record HttpSettings(
        String ip, int port, Optional<String> publicHost, int publicPort, Path logDirectory, ZoneId zone) {}

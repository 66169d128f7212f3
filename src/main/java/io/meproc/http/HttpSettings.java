package io.meproc.http;

import java.time.ZoneId;

/**
 * Where the HTTP interface listens and which names it answers to.
 *
 * @param port 0 for any free one
 * @param reached how browsers reach it through a proxy
 * @param zone where cron patterns are read
 */
public record HttpSettings(String ip, int port, PublicAddress reached, ZoneId zone) {}

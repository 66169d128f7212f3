package io.meproc.http;

import java.time.ZoneId;

/**
 * The settings of the HTTP interface.
 *
 * @param port 0 for any free one
 * @param reached how browsers reach it through a proxy
 * @param zone where cron patterns are read
 */
public record HttpSettings(String ip, int port, PublicAddress reached, ZoneId zone) {}

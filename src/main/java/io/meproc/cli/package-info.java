/**
 * The client: the commands of {@code ./meproc} that talk to a running service, over its HTTP interface alone.
 *
 * <p>A program of its own that happens to live in the same jar. It is started for each call, so what counts is how
 * little a JVM has to load for it: one verb is built, not all; options are described in code, since reflection and
 * proxies for annotations took 60 ms; HTTP is spoken over a plain socket (java.net.http takes 330 ms of processor
 * time); JSON is read by Jackson's parser into its tree, without the ObjectMapper (85 ms).
 */
@NullMarked
package io.meproc.cli;

import org.jspecify.annotations.NullMarked;

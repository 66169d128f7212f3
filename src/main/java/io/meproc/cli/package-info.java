/**
 * The client: the verbs of {@code ./meproc}, which send requests to a running service over its HTTP interface only.
 *
 * <p>The client is a program of its own in the same jar. A JVM starts for each call, so the client loads few classes: it
 * builds one verb, not all; options are described in code, since reflection and proxies for annotations took 60 ms; HTTP is
 * implemented on a plain socket (java.net.http takes 330 ms of CPU time); Jackson's parser reads JSON into a tree without
 * the ObjectMapper (85 ms).
 */
@NullMarked
package io.meproc.cli;

import org.jspecify.annotations.NullMarked;

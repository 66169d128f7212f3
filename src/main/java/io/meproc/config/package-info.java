/** What the operator decides: read from file, environment and command line, and bound strictly. */
@NullMarked
package io.meproc.config;

import org.jspecify.annotations.NullMarked;

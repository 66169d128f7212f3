/**
 * The settings, read from file, environment and command line and bound strictly; the directories of the service, which it
 * locks; and the service log.
 */
@NullMarked
package io.meproc.config;

import org.jspecify.annotations.NullMarked;

/** Texts for people, in the service and in its client. */
@NullMarked
package io.meproc.text;

import org.jspecify.annotations.NullMarked;

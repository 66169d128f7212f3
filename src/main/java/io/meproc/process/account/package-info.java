/** The users and groups of processes: what the machine knows of them, and what Meproc may switch to. */
@NullMarked
package io.meproc.process.account;

import org.jspecify.annotations.NullMarked;

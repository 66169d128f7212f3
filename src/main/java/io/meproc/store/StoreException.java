package io.meproc.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store that can't be opened; the message is for operators, and says what to do. */
final class StoreException extends IOException {
    StoreException(String words, @Nullable Throwable cause) {
        super(words, cause);
    }
}

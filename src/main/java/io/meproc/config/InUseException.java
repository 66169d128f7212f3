package io.meproc.config;

/** A directory that another service has claimed. */
final class InUseException extends ConfigurationException {
    private static final long serialVersionUID = 1;

    InUseException(String message) {
        super(message);
    }
}

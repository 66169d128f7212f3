package io.meproc.config;

/** Another service has a directory. */
final class InUseException extends ConfigurationException {
    private static final long serialVersionUID = 1;

    InUseException(String message) {
        super(message);
    }
}

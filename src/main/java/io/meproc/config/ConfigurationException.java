package io.meproc.config;

/** The configuration can't be used; the message names the source and the key, for the operator's eyes. */
public class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }
}

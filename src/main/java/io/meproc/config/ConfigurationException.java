package io.meproc.config;

/** An invalid configuration; the message is for the operator and names the source and the key. */
public class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }
}

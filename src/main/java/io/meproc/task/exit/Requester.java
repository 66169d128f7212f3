package io.meproc.task.exit;

import java.util.regex.Pattern;

/**
 * The sender of a request.
 *
 * @param who the identity that the client claims; empty if it claims none
 * @param from the address of the peer, or {@code bus} for a message of another program in the same JVM, or
 * {@code meproc} for the service itself
 */
public record Requester(String who, String from) {
    /** The service itself. */
    public static final Requester SERVICE = new Requester("", "meproc");

    /** A program in the same JVM, which sends messages on the event bus. */
    public static final Requester BUS = new Requester("", "bus");

    /** The most characters of an identity. */
    public static final int MOST_LETTERS = 128;

    private static final Pattern PRINTABLE = Pattern.compile("[!-~](?:[ -~]*[!-~])?");

    /** Whether a text can be an identity: 1 to {@value #MOST_LETTERS} printable ASCII characters, no blank at the ends. */
    public static boolean isIdentity(String text) {
        return text.length() <= MOST_LETTERS && PRINTABLE.matcher(text).matches();
    }

    /** This sender with an identity. */
    public Requester named(String identity) {
        return new Requester(identity, from);
    }

    /** A description: {@code ops@web1 (192.0.2.7)}, {@code 192.0.2.7}, {@code Meproc}. */
    public String words() {
        String sender = from.equals(SERVICE.from) ? "Meproc" : from.equals(BUS.from) ? "the event bus" : from;
        return who.isEmpty() ? sender : who + " (" + sender + ")";
    }
}

package io.meproc.cli;

/**
 * The width of a text in columns of a terminal: two for a wide letter, none for a combining mark.
 *
 * <p>The table of wide code points is East Asian Width W and F of Unicode 14, including unassigned code points
 * between them. It agrees with {@code wcwidth} of glibc 2.36 for all assigned code points, except the marks that
 * enclose Arabic and Kaithi digits. Terminals differ in the width of emoji sequences, whose parts are summed here.
 */
final class DisplayWidth {
    private static final int FIRST_COMBINING = 0x300;

    /** The first and last code point of each range, in order. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3,
        0x25fd, 0x25fe, 0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1,
        0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea,
        0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b,
        0x2728, 0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
        0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e,
        0x3041, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe6b, 0xff01, 0xff60,
        0xffe0, 0xffe6, 0x16fe0, 0x1b2fb, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a,
        0x1f200, 0x1f320, 0x1f32d, 0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca, 0x1f3cf, 0x1f3d3,
        0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d,
        0x1f54b, 0x1f54e, 0x1f550, 0x1f567, 0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f,
        0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc,
        0x1f7e0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945, 0x1f947, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd,
    };

    private DisplayWidth() {}

    static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += of(point);
            i += Character.charCount(point);
        }
        return width;
    }

    /**
     * The longest beginning of the text that fits into a number of columns, including the combining marks of its last
     * letter.
     */
    static String cut(String text, int columns) {
        int left = columns;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            left -= of(point);
            if (left < 0) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    private static int of(int point) {
        if (point < FIRST_COMBINING) {
            return 1;
        }
        return isCombining(point) ? 0 : isWide(point) ? 2 : 1;
    }

    /**
     * Whether a code point has no width of its own: marks, format characters, and the later parts of a Hangul
     * syllable, whose first part is wide.
     */
    private static boolean isCombining(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || (point >= 0x1160 && point <= 0x11ff)
                || (point >= 0xd7b0 && point <= 0xd7fb);
    }

    private static boolean isWide(int point) {
        int low = 0;
        int high = WIDE.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (point > WIDE[2 * middle + 1]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low < WIDE.length && point >= WIDE[2 * low];
    }
}

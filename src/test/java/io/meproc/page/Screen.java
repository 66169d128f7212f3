package io.meproc.page;

import com.microsoft.playwright.options.ColorScheme;

/** What somebody looks at the page with; lengths in pixels. */
record Screen(int width, int height, ColorScheme scheme) {
    static final Screen LIGHT = new Screen(1280, 800, ColorScheme.LIGHT);
    static final Screen DARK = new Screen(1280, 800, ColorScheme.DARK);
    static final Screen PHONE = new Screen(360, 740, ColorScheme.LIGHT);

    Screen inTheDark() {
        return new Screen(width, height, ColorScheme.DARK);
    }
}

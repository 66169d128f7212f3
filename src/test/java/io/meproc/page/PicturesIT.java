package io.meproc.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.ScreenshotOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes the pictures of docs/images, into target/images; {@code cp target/images/* docs/images} makes them the ones that are shown. */
@Tag("nightly")
class PicturesIT extends OnThePage {
    private static final Path TAKEN = Path.of("target", "images");
    private static final Path SHOWN = Path.of("docs", "images");
    private static final int FIGURES = 24_000;
    private static final Map<String, Screen> SCREENS = new LinkedHashMap<>();

    static {
        SCREENS.put("light", Screen.LIGHT);
        SCREENS.put("dark", Screen.DARK);
        SCREENS.put("phone", Screen.PHONE);
    }

    @Test
    void eachViewIsPicturedInEachSchemeAndOnAPhone() throws IOException, InterruptedException {
        Scene.play(this);
        Files.createDirectories(TAKEN);
        List<String> names = new ArrayList<>();
        Map<String, Tab> tabs = new LinkedHashMap<>();
        SCREENS.forEach((name, screen) -> tabs.put(name, another(screen)));
        for (Tab looked : tabs.values()) {
            View.OVERVIEW.show(looked, service.port());
        }
        // Figures come every 2 s, and a curve of one of them is no curve.
        tab.page().waitForTimeout(FIGURES);
        for (Map.Entry<String, Tab> looked : tabs.entrySet()) {
            for (View view : List.of(View.OVERVIEW, View.TASK, View.HISTORY, View.FORM, View.DOCS)) {
                String name = view.name().toLowerCase(Locale.ROOT) + "-" + looked.getKey() + ".png";
                view.turnTo(looked.getValue(), service.port());
                picture(looked.getValue(), SCREENS.get(looked.getKey()), TAKEN.resolve(name));
                names.add(name);
            }
            looked.getValue().calm();
            looked.getValue().close();
        }
        try (Stream<Path> shown = Files.list(SHOWN)) {
            assertThat(shown.map(path -> path.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    private static void picture(Tab looked, Screen screen, Path file) throws IOException {
        looked.page().screenshot(new ScreenshotOptions().setPath(file));
        BufferedImage image = read(file);
        assertThat(image.getWidth()).isEqualTo(screen.width());
        assertThat(image.getHeight()).isEqualTo(screen.height());
        assertThat(coloursOf(image)).isGreaterThan(50);
        assertThat(looked.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as("%s is wider than its window", file)
                .isEqualTo(0);
    }

    private static BufferedImage read(Path picture) throws IOException {
        try (InputStream in = Files.newInputStream(picture)) {
            return ImageIO.read(in);
        }
    }

    private static long coloursOf(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}

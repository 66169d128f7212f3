package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeTest {
    @Test
    void stateIsInTheFolderOfTheSpecificationThenInTheHomeOfTheAccountThenInThatOfTheEnvironment() {
        assertThat(Home.state("/xdg", "/account", "/home")).contains(Path.of("/xdg"));
        assertThat(Home.state("", "/account", "/home")).contains(Path.of("/account/.local/state"));
        assertThat(Home.state("relative", "?", "/home")).contains(Path.of("/home/.local/state"));
    }

    @Test
    void aUserWithoutAnAccountAndAHomeHasNoState() {
        assertThat(Home.state(null, "?", null)).isEmpty();
        assertThat(Home.state(null, null, "")).isEmpty();
    }
}

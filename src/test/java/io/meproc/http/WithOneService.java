package io.meproc.http;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test with one service for all its methods. */
abstract class WithOneService {
    @TempDir
    static Path logs;

    static Service service;

    @BeforeAll
    static void startService() {
        service = new Service(logs);
    }

    @AfterAll
    static void endService() {
        service.close();
    }
}

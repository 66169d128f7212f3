package io.meproc.http;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a service of its own for each of its methods. */
abstract class WithService {
    @TempDir
    Path logs;

    Service service;
    Api api;

    @BeforeEach
    void startService() {
        service = create(logs);
        api = new Api(service.port());
    }

    /** The service; with the usual limits unless a test has others. */
    Service create(Path folder) {
        return new Service(folder);
    }

    @AfterEach
    void endService() {
        service.close();
    }
}

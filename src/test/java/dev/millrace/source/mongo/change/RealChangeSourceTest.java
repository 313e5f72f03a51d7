package dev.millrace.source.mongo.change;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same against a real replica set, so that the double is never what makes it pass. */
@EnabledIfEnvironmentVariable(named = "MILLRACE_TEST_MONGODB_URI", matches = ".+")
class RealChangeSourceTest extends ChangeSourceTest {

    @Override
    String uri() {
        return System.getenv("MILLRACE_TEST_MONGODB_URI");
    }
}

package dev.millrace.source.mongo;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same contract against a real server, so that the double is never what makes it pass. */
@EnabledIfEnvironmentVariable(named = "MILLRACE_TEST_MONGODB_URI", matches = ".+")
class RealMongoSourceContractTest extends MongoSourceContractTest {

    @Override
    String uri() {
        return System.getenv("MILLRACE_TEST_MONGODB_URI");
    }
}

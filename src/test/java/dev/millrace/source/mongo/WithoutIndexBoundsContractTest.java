package dev.millrace.source.mongo;

import dev.millrace.doubles.mongo.MongoDouble;

/** The contract by queries within brackets of types, against a server that refuses min and max, as Cosmos DB does. */
class WithoutIndexBoundsContractTest extends MongoSourceContractTest {

    @Override
    MongoDouble startServer() {
        MongoDouble mongo = MongoDouble.builder().start();
        mongo.faults()
                .on("find")
                .where(find -> find.body().containsKey("max"))
                .always()
                .answer(9, "FailedToParse", "max is not supported");
        return mongo;
    }
}

package dev.millrace.doubles.mongo;

/** The double as a process of its own: seeds collections, plays Cosmos DB with so many request units a second, prints its connection string, waits to be killed. */
final class DemoServer {
    private DemoServer() {}

    static void run(String[] arguments) throws InterruptedException {
        MongoDouble.Builder builder = MongoDouble.builder();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals("--port")) {
                builder.port(Integer.parseInt(arguments[i + 1]));
            }
            if (arguments[i].equals("--cosmos")) {
                builder.cosmos(CosmosAccount.of(Double.parseDouble(arguments[i + 1])));
            }
        }
        MongoDouble server = builder.build();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals("--seed")) {
                String[] seed = arguments[i + 1].split("=", 2);
                server.load(seed[0], OrderDocuments.of(Integer.parseInt(seed[1])));
            }
        }
        // Whoever waits for the port must find the data complete.
        server.start();
        System.out.println(server.uri());
        System.out.flush();
        server.awaitEnd();
    }
}

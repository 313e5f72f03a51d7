package dev.millrace.bench.endtoend;

/** The documents that programs are measured with. */
enum DocumentKind {
    FLAT("100 B", "users?", 90),
    NESTED("1 KB", "service-orders?", 1_230),
    TWEETS("3.6 KB", "tweets?definition=src/bench/datasets/tweets.yaml&", 3_600),
    LARGE("250 KB", "measurements?definition=src/bench/datasets/measurements.yaml&", 250_000);

    final String size;
    private final String dataset;
    private final int averageBytes;

    DocumentKind(String size, String dataset, int averageBytes) {
        this.size = size;
        this.dataset = dataset;
        this.averageBytes = averageBytes;
    }

    /** So many of them that they make about so many megabytes. */
    int count(int megabytes) {
        return (int) (megabytes * 1_000_000L / averageBytes);
    }

    /** As the generator is asked for them. */
    String generated(int count) {
        return dataset + "count=" + count;
    }
}

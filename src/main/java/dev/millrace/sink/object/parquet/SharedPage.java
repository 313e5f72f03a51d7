package dev.millrace.sink.object.parquet;

/** What a file's columns use one after the other: to number values, and to encode and compress a page. */
record SharedPage(PageBytes page, HybridRuns runs, PageBytes compressed, Lookups lookups) {

    SharedPage() {
        this(new PageBytes(), new HybridRuns(), new PageBytes(), new Lookups());
    }
}

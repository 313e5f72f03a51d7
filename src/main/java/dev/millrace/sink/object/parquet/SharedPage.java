package dev.millrace.sink.object.parquet;

/** What a file's columns use one after the other to encode a page. */
record SharedPage(PageBytes page, HybridRuns runs) {

    SharedPage() {
        this(new PageBytes(), new HybridRuns());
    }
}

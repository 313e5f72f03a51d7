package dev.millrace.schema;

/** Hears where the elements of one array of documents begin and end, between the calls to its columns' targets. */
public interface ArrayTarget {

    /** For targets to whom the levels of {@link ColumnTarget} say enough. */
    ArrayTarget NONE = new ArrayTarget() {
        @Override
        public void startElement(int index) {}

        @Override
        public void endElement() {}
    };

    /** An element begins, be it null; `index` counts from 0 in each array. */
    void startElement(int index);

    void endElement();
}

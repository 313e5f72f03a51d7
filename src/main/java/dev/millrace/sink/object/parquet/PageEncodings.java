package dev.millrace.sink.object.parquet;

import org.apache.parquet.column.Encoding;

/** The encodings of data pages of version 1, by the names that all readers know, old ones too. */
@SuppressWarnings("deprecation")
final class PageEncodings {

    /** Of a dictionary's values, and of pages of numbers into it. */
    static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

    static final Encoding PLAIN = Encoding.PLAIN;

    static final Encoding LEVELS = Encoding.RLE;

    /** Of levels that are not written, as there is only one. */
    static final Encoding NO_LEVELS = Encoding.BIT_PACKED;

    private PageEncodings() {}
}

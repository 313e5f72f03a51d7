package dev.millrace.source.generated;

/** The types of values as BSON writes them before a field's name (bsonspec.org). */
public final class BsonTypeByte {

    public static final int DOUBLE = 0x01;
    public static final int STRING = 0x02;
    public static final int DOCUMENT = 0x03;
    public static final int ARRAY = 0x04;
    public static final int BINARY = 0x05;
    public static final int OBJECT_ID = 0x07;
    public static final int BOOLEAN = 0x08;
    public static final int DATE = 0x09;
    public static final int NULL = 0x0A;
    public static final int INT32 = 0x10;
    public static final int TIMESTAMP = 0x11;
    public static final int INT64 = 0x12;
    public static final int DECIMAL128 = 0x13;
    public static final int MIN_KEY = 0xFF;
    public static final int MAX_KEY = 0x7F;

    private BsonTypeByte() {}
}

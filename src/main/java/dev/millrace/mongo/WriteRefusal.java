package dev.millrace.mongo;

import java.util.Set;

/** What it means that a server refuses one write of many. Source: `error_codes.yml` of the server. */
public enum WriteRefusal {
    /** Its key is there already: error 11000, or 11001 and 12582 of old servers. */
    DUPLICATE,
    /** The same write may succeed a moment later. */
    TRANSIENT,
    /** No write would succeed: a privilege, a full disk, a view. */
    TARGET,
    /** This document alone cannot be stored there as it is. */
    DOCUMENT;

    /** BSONObjectTooLarge, also of a document that the driver itself refuses. */
    public static final int TOO_LARGE = 10334;

    private static final Set<Integer> DUPLICATE_KEY = Set.of(11000, 11001, 12582);

    private static final Set<Integer> NOT_THE_DOCUMENT = Set.of(
            1, // InternalError
            8, // UnknownError
            ServerCodes.NAMESPACE_NOT_FOUND,
            59, // CommandNotFound
            73, // InvalidNamespace
            96, // OperationFailed
            115, // CommandNotSupported
            166, // CommandNotSupportedOnView
            238, // NotImplemented
            ServerCodes.OUT_OF_DISK_SPACE);

    /** Codes with which a server refuses a whole message because of what one of its documents is, or of its size. */
    private static final Set<Integer> OF_A_MESSAGE = Set.of(
            2, // BadValue
            9, // FailedToParse
            16, // InvalidLength; Cosmos DB's "request size is too large"
            22, // InvalidBSON
            413, // Cosmos DB: request entity too large
            TOO_LARGE, 17419, // resulting document after update is too large
            17420); // document to insert is too large

    /** What the code of a write error says. */
    public static WriteRefusal of(int code) {
        if (DUPLICATE_KEY.contains(code)) {
            return DUPLICATE;
        }
        if (ServerCodes.TRANSIENT.contains(code)) {
            return TRANSIENT;
        }
        return ServerCodes.PERMISSION.contains(code) || NOT_THE_DOCUMENT.contains(code) ? TARGET : DOCUMENT;
    }

    /** Whether a command that failed with this code may succeed with fewer documents. */
    public static boolean isOfItsContent(int code) {
        return OF_A_MESSAGE.contains(code);
    }
}

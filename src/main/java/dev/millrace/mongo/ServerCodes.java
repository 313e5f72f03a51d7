package dev.millrace.mongo;

import java.util.Set;

/** Error codes of MongoDB servers by what they mean to us. Source: `error_codes.yml` of the server, COSMOS DB's docs. */
final class ServerCodes {

    static final int UNAUTHORIZED = 13;
    static final int AUTHENTICATION_FAILED = 18;
    static final int NAMESPACE_NOT_FOUND = 26;
    static final int CURSOR_NOT_FOUND = 43;
    static final int OUT_OF_DISK_SPACE = 14031;
    static final int COSMOS_THROTTLED = 16500;
    static final int TOO_MANY_REQUESTS = 429;

    /** 11 UserNotFound, 13 Unauthorized, 18 AuthenticationFailed, 8000 AtlasError (wrong user or password). */
    static final Set<Integer> PERMISSION = Set.of(11, UNAUTHORIZED, AUTHENTICATION_FAILED, 8000);

    /** Network, failover, cursor or snapshot lost, throttled: the same read may work a moment later. */
    static final Set<Integer> TRANSIENT = Set.of(
            6, // HostUnreachable
            7, // HostNotFound
            CURSOR_NOT_FOUND,
            50, // MaxTimeMSExpired; with Cosmos DB, throttled for a minute
            63, // StaleShardVersion
            89, // NetworkTimeout
            91, // ShutdownInProgress
            112, // WriteConflict
            133, // FailedToSatisfyReadPreference
            134, // ReadConcernMajorityNotAvailableYet
            136, // CappedPositionLost
            150, // StaleEpoch
            175, // QueryPlanKilled
            189, // PrimarySteppedDown
            202, // NetworkInterfaceExceededTimeLimit
            234, // RetryChangeStream
            237, // CursorKilled
            239, // SnapshotTooOld
            246, // SnapshotUnavailable
            262, // ExceededTimeLimit
            462, // IngressRequestRateLimitExceeded
            9001, // SocketException
            10058, // LegacyNotPrimary
            10107, // NotWritablePrimary
            11600, // InterruptedAtShutdown
            11602, // InterruptedDueToReplStateChange
            13388, // StaleConfig
            13435, // NotPrimaryNoSecondaryOk
            13436, // NotPrimaryOrSecondary
            COSMOS_THROTTLED,
            TOO_MANY_REQUESTS);

    /** The server refuses the query itself; its text quotes the query, which the user wrote, and no document. */
    static final Set<Integer> QUERY = Set.of(
            2, // BadValue
            9, // FailedToParse
            31249, 31253, 31254, // projections with a path collision or of mixed kind
            40324, // unrecognized pipeline stage
            40415); // unknown field

    /** 22 InvalidBSON, 10334 BSONObjectTooLarge. */
    static final Set<Integer> DATA = Set.of(22, 10334);

    private ServerCodes() {}
}

package dev.millrace.doubles.mongo;

/** The server's error codes that the double answers with, and their names. */
enum ErrorCode {
    BAD_VALUE(2, "BadValue"),
    FAILED_TO_PARSE(9, "FailedToParse"),
    UNAUTHORIZED(13, "Unauthorized"),
    TYPE_MISMATCH(14, "TypeMismatch"),
    PROTOCOL_ERROR(17, "ProtocolError"),
    AUTHENTICATION_FAILED(18, "AuthenticationFailed"),
    NAMESPACE_NOT_FOUND(26, "NamespaceNotFound"),
    CURSOR_NOT_FOUND(43, "CursorNotFound"),
    NAMESPACE_EXISTS(48, "NamespaceExists"),
    COMMAND_NOT_FOUND(59, "CommandNotFound"),
    IMMUTABLE_FIELD(66, "ImmutableField"),
    INVALID_OPTIONS(72, "InvalidOptions"),
    INVALID_NAMESPACE(73, "InvalidNamespace"),
    INDEX_OPTIONS_CONFLICT(85, "IndexOptionsConflict"),
    INDEX_KEY_SPECS_CONFLICT(86, "IndexKeySpecsConflict"),
    OPERATION_FAILED(96, "OperationFailed"),
    DOCUMENT_VALIDATION_FAILURE(121, "DocumentValidationFailure"),
    COMMAND_NOT_SUPPORTED_ON_VIEW(166, "CommandNotSupportedOnView"),
    INVALID_PIPELINE_OPERATOR(168, "InvalidPipelineOperator"),
    NO_REPLICATION_ENABLED(76, "NoReplicationEnabled"),
    NOT_IMPLEMENTED(238, "NotImplemented"),
    DUPLICATE_KEY(11000, "DuplicateKey"),
    EMPTY_PROJECTION(40177, "Location40177"),
    UNKNOWN_STAGE(40324, "Location40324"),
    STAGE_SHAPE(40323, "Location40323"),
    HINT_REQUIRED(51173, "Location51173"),
    HINT_DOES_NOT_FIT(51174, "Location51174"),
    MIN_NOT_BEFORE_MAX(51175, "Location51175");

    final int code;
    final String codeName;

    ErrorCode(int code, String codeName) {
        this.code = code;
        this.codeName = codeName;
    }

    CommandFailure failure(String message) {
        return new CommandFailure(code, codeName, message);
    }
}

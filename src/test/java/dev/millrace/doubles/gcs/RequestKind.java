package dev.millrace.doubles.gcs;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;

/** The requests of the JSON API that the double knows. */
public enum RequestKind {
    /** Begins a resumable upload. */
    START,
    /** A piece of a resumable upload that is not its last. */
    PIECE,
    /** The last piece of a resumable upload. */
    LAST_PIECE,
    /** Asks how far a resumable upload is. */
    QUERY,
    /** A whole object with its metadata in one request. */
    MULTIPART,
    STAT,
    DOWNLOAD,
    LIST,
    UPDATE,
    DELETE,
    COMPOSE,
    REWRITE,
    BUCKET,
    UNKNOWN;

    static RequestKind of(HttpExchange exchange, Query query, List<String> path) {
        String method = query.method(exchange);
        if (query.has("upload_id")) {
            String range = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Range"));
            return range.equals("bytes */*") ? QUERY : range.endsWith("/*") ? PIECE : LAST_PIECE;
        }
        return switch (method) {
            case "POST" -> post(query, path);
            case "GET" ->
                path.size() == 2 ? BUCKET : path.size() == 3 ? LIST : query.is("alt", "media") ? DOWNLOAD : STAT;
            case "PATCH" -> UPDATE;
            case "DELETE" -> DELETE;
            default -> UNKNOWN;
        };
    }

    private static RequestKind post(Query query, List<String> path) {
        if (query.is("uploadType", "resumable")) {
            return START;
        }
        if (query.is("uploadType", "multipart")) {
            return MULTIPART;
        }
        if (path.getLast().equals("compose")) {
            return COMPOSE;
        }
        return path.contains("rewriteTo") ? REWRITE : UNKNOWN;
    }
}

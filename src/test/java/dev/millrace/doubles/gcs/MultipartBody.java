package dev.millrace.doubles.gcs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bson.BsonDocument;

/** An object's resource and its content in one body, multipart/related (RFC 2387). */
record MultipartBody(BsonDocument resource, byte[] content) {

    static MultipartBody parse(String contentType, byte[] body) {
        String boundary = contentType.substring(contentType.indexOf("boundary=") + "boundary=".length());
        byte[] line = ("--" + boundary.replace("\"", "")).getBytes(StandardCharsets.US_ASCII);
        int first = indexOf(body, line, 0);
        int second = indexOf(body, line, first + line.length);
        int end = lastIndexOf(body, line);
        byte[] json = part(body, first + line.length, second);
        return new MultipartBody(
                BsonDocument.parse(new String(json, StandardCharsets.UTF_8)), part(body, second + line.length, end));
    }

    /** Behind the part's headers, without the line end in front of the next boundary. */
    private static byte[] part(byte[] body, int from, int to) {
        byte[] blank = {'\r', '\n', '\r', '\n'};
        int content = indexOf(body, blank, from) + blank.length;
        return Arrays.copyOfRange(body, content, Math.max(content, to - 2));
    }

    private static int indexOf(byte[] body, byte[] wanted, int from) {
        for (int at = from; at <= body.length - wanted.length; at++) {
            if (Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new Rejected(400, "not a multipart body");
    }

    private static int lastIndexOf(byte[] body, byte[] wanted) {
        for (int at = body.length - wanted.length; at >= 0; at--) {
            if (Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new Rejected(400, "not a multipart body");
    }
}

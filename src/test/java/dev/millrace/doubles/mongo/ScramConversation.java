package dev.millrace.doubles.mongo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's half of SCRAM-SHA-256 (RFC 5802, RFC 7677). One conversation, one thread. */
final class ScramConversation {
    private static final int ITERATIONS = 4096;
    private static final int SALT_BYTES = 16;

    final Account account;
    final String serverFirst;
    private final String clientFirstBare;
    private final String nonce;
    private final byte[] salt;

    ScramConversation(Account account, String clientFirst, String serverNonce) {
        this.account = account;
        // The GS2 header "n,," comes first.
        this.clientFirstBare = clientFirst.substring(3);
        this.nonce = parse(clientFirstBare).get("r") + serverNonce;
        this.salt = account.name().repeat(SALT_BYTES).substring(0, SALT_BYTES).getBytes(StandardCharsets.UTF_8);
        this.serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + ITERATIONS;
    }

    static String userOf(String clientFirst) {
        return parse(clientFirst.substring(3))
                .getOrDefault("n", "")
                .replace("=2C", ",")
                .replace("=3D", "=");
    }

    /** The server's signature as the final message carries it; fails where the client's proof does not fit the password. */
    String finish(String clientFinal) throws GeneralSecurityException {
        Map<String, String> fields = parse(clientFinal);
        String withoutProof = clientFinal.substring(0, clientFinal.lastIndexOf(",p="));
        byte[] authentication =
                (clientFirstBare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(account.password().toCharArray(), salt, ITERATIONS, 256))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        byte[] expected = xor(clientKey, hmac(storedKey, authentication));
        boolean proven = MessageDigest.isEqual(expected, Base64.getDecoder().decode(fields.getOrDefault("p", "")));
        if (!proven || !nonce.equals(fields.get("r"))) {
            throw ErrorCode.AUTHENTICATION_FAILED.failure("Authentication failed.");
        }
        byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8));
        return "v=" + Base64.getEncoder().encodeToString(hmac(serverKey, authentication));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] xor(byte[] left, byte[] right) {
        byte[] result = new byte[left.length];
        for (int i = 0; i < left.length; i++) {
            result[i] = (byte) (left[i] ^ right[i]);
        }
        return result;
    }

    private static Map<String, String> parse(String message) {
        Map<String, String> fields = new HashMap<>();
        for (String part : message.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                fields.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return fields;
    }
}

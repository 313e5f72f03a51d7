package dev.millrace.mongo;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Trusts the certificates of one PEM file, as `tlsCAFile` of other MongoDB tools does. */
final class CertificateAuthorities {
    private CertificateAuthorities() {}

    static SSLContext trusting(Path pemFile) {
        try (InputStream pem = Files.newInputStream(pemFile)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw unusable(pemFile, "it holds no certificate", null);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw unusable(pemFile, "it cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw unusable(pemFile, "it is not a PEM file of certificates", e);
        }
    }

    private static MillraceException unusable(Path file, String why, @Nullable Exception cause) {
        return new MillraceException(
                FailureKind.USAGE,
                "the TLS authorities in " + file + " cannot be used: " + why,
                "give a readable PEM file with one or more CERTIFICATE blocks",
                cause);
    }
}

package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @CsvSource({"67108864,67108864", "512MB,536870912", "1.5 GiB,1610612736", "2g,2147483648", "256K,262144", "7B,7"})
    void sizesAreReadWithAndWithoutUnits(String text, long bytes) {
        assertThat(MemorySize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "61M,61000000", "500k,500000", "2_000_000,2000000", "1.5K,1500", "2g,2000000000"})
    void quantitiesAreReadAsPeopleWriteThem(String text, long documents) {
        assertThat(Quantity.parse(text)).isEqualTo(documents);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "0", "-1", "1.5", "1.0005k", "99999999999G", "1 MB"})
    void whatIsNoQuantityIsRefused(String text) {
        assertThatThrownBy(() -> Quantity.parse(text)).isInstanceOf(MillraceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1", "1 XB", "1,5GB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> MemorySize.parse(text)).isInstanceOf(MillraceException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1536,1.5 KB", "67108864,64 MB", "1610612736,1.5 GB"})
    void sizesAreShownShort(long bytes, String text) {
        assertThat(new MemorySize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0,10,true", "0,1,10,false", "5,5,10,true", "10%,1,10,true", "10%,2,10,false", "0.1%,0,0,true"})
    void allowancesPermitNumbersAndShares(String allowance, long rejected, long read, boolean permitted) {
        assertThat(Allowance.parse(allowance).permits(rejected, read)).isEqualTo(permitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"some", "1.5", "-1", "%"})
    void whatIsNoAllowanceIsRefused(String text) {
        assertThatThrownBy(() -> Allowance.parse(text)).isInstanceOf(MillraceException.class);
    }

    @Test
    void aSecretComesFromAVariable() {
        assertThat(SecretReference.resolve("env:URI", Map.of("URI", "mongodb://a")::get))
                .isEqualTo("mongodb://a");
    }

    @Test
    void aSecretComesFromAFileWithoutItsLineBreak(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("uri"), "mongodb://a\n");

        assertThat(SecretReference.resolve("@" + file)).isEqualTo("mongodb://a");
    }

    @Test
    void aMissingVariableIsNamed() {
        assertThatThrownBy(() -> SecretReference.resolve("env:NOPE", name -> null))
                .hasMessage("the variable NOPE is not set");
    }
}

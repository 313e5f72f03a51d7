package dev.millrace.sink.postgres.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is written as a real PostgreSQL prints it after it was jsonb. */
class JsonbTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                " [ true , false,null ] ",
                "{\"b\":1,\"a\":{\"d\":[1,{\"y\":2,\"x\":3}],\"c\":4},\"aa\":5,\"é\":6,\"\":7}",
                "{\"a\":1,\"b\":2,\"a\":{\"c\":3},\"a\":4}",
                "{\"c\":{\"b\":{\"z\":1,\"a\":{\"q\":1,\"p\":2}},\"a\":[{\"n\":1,\"m\":2}]},\"b\":{\"k\":1,\"j\":2}}",
                "[0,-0,0.0,-0.00,1.50,1e3,1E+3,1.5e-7,-12.340E2,1E400,123456789012345678901234567890.1]",
                "\"quote \\\" backslash \\\\ slash \\/ and \\b\\f\\n\\r\\t \\u0001 \\u001f \\u007f\"",
                "\"\\u00e9 \\ud83d\\ude00 😀 é\"",
                "{\"k\\u00e9\\\"y\":1,\"\\u0061\":2}"
            })
    void isWhatThePostgresPrints(String json) throws SQLException {
        ByteText text = new ByteText();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        new JsonbText().write(bytes, 0, bytes.length, text);

        assertThat(new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8))
                .isEqualTo(printed(json));
    }

    @Test
    void endsWhereTheValueEndsWhateverStandsBehindIt() {
        ByteText text = new ByteText();

        new JsonbText().write("x1234".getBytes(StandardCharsets.UTF_8), 1, 2, text);

        assertThat(new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8))
                .isEqualTo("12");
    }

    private static String printed(String json) throws SQLException {
        try (Connection connection = PostgresServer.shared().connect();
                PreparedStatement query = connection.prepareStatement("SELECT ?::jsonb::text")) {
            query.setString(1, json);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}

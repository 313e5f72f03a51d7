package dev.millrace.doubles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void keepsItsDataThroughARestart() {
        try (PostgresServer server = PostgresServer.start(Map.of("max_connections", "13"))) {
            server.execute("CREATE TABLE t AS SELECT 7 AS n");
            server.stop();

            server.start();

            assertThat(server.number("postgres", "SELECT n FROM t")).isEqualTo(7);
            assertThat(server.rows("postgres", "SHOW max_connections")).containsExactly("13");
        }
    }
}

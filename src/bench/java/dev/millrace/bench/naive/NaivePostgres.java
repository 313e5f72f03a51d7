package dev.millrace.bench.naive;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A loader as one writes it in an afternoon: documents of the driver, a column for each field of the first thousand, COPY in
 * text. `NaivePostgres URI JDBC_URL`.
 */
public final class NaivePostgres {

    private static final int SAMPLE = 1_000;
    private static final int PIECE = 1 << 16;

    private NaivePostgres() {}

    public static void main(String... args) throws Exception {
        try (MongoClient client = MongoClients.create(args[0]);
                Connection connection = DriverManager.getConnection(args[1]);
                Statement statement = connection.createStatement()) {
            MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");
            Map<String, String> columns = new LinkedHashMap<>();
            for (Document document : orders.find().limit(SAMPLE)) {
                document.forEach((name, value) -> columns.merge(name, type(value), NaivePostgres::wider));
            }
            statement.execute("CREATE TABLE orders (" + declared(columns) + ")");
            copy(orders, List.copyOf(columns.keySet()), connection);
        }
    }

    private static String type(Object value) {
        return switch (value) {
            case Integer number -> "integer";
            case Long number -> "bigint";
            case Double number -> "double precision";
            case Decimal128 number -> "numeric";
            case Boolean flag -> "boolean";
            case Date date -> "timestamptz";
            case Document document -> "jsonb";
            case List<?> list -> "jsonb";
            case null, default -> "text";
        };
    }

    private static String wider(String one, String other) {
        return one.equals("integer") || one.equals("text") ? other : one;
    }

    private static String declared(Map<String, String> columns) {
        StringBuilder declared = new StringBuilder();
        columns.forEach((name, type) -> declared.append(declared.isEmpty() ? "\"" : ", \"")
                .append(name)
                .append("\" ")
                .append(type));
        return declared.toString();
    }

    private static void copy(MongoCollection<Document> orders, List<String> columns, Connection connection)
            throws Exception {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY orders FROM STDIN");
        StringBuilder lines = new StringBuilder();
        for (Document document : orders.find()) {
            for (int i = 0; i < columns.size(); i++) {
                lines.append(i == 0 ? "" : "\t").append(text(document.get(columns.get(i))));
            }
            lines.append('\n');
            if (lines.length() > PIECE) {
                send(lines, copy);
            }
        }
        send(lines, copy);
        copy.endCopy();
    }

    private static void send(StringBuilder lines, CopyIn copy) throws Exception {
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(text, 0, text.length);
        lines.setLength(0);
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "\\N";
            case Date date -> date.toInstant().toString();
            case Document document -> escaped(document.toJson());
            case List<?> list -> {
                String json = new Document("list", list).toJson();
                yield escaped(json.substring(json.indexOf(':') + 1, json.length() - 1));
            }
            default -> escaped(value.toString());
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}

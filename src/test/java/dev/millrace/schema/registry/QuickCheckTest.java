package dev.millrace.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.millrace.schema.RandomDocuments;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuickCheckTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String[] NAMES = {
        "_id", "count", "total", "price", "amount", "name", "active", "at", "hash", "address", "tags", "matrix",
        "items", "city", "zip", "sizes", "$oid", "a.b"
    };

    private static final String[] RULES = {
        "{'type': 'string'}",
        "{'type': ['string', 'null']}",
        "{'type': 'integer'}",
        "{'type': 'number', 'minimum': 0}",
        "{'type': ['number', 'string', 'boolean', 'null', 'array', 'object'], 'maximum': 9007199254740992}",
        "{'minimum': -1, 'maximum': 5}",
        "{'minimum': 0.5}",
        "{'exclusiveMinimum': 0}",
        "{'multipleOf': 2}",
        "{'minLength': 1, 'maxLength': 20}",
        "{'maxLength': 16}",
        "{'pattern': '^[a-z ]*$'}",
        "{'format': 'date-time'}",
        "{'type': 'string', 'format': 'date-time', 'maxLength': 24}",
        "{'format': 'email'}",
        "{'enum': ['plain', '', null, 5]}",
        "{'const': 'plain'}",
        "{'const': true}",
        "{'type': 'boolean', 'title': 'a flag', 'description': 'of whom'}",
        "{'title': 'whatever'}",
        "{'not': {'type': 'null'}}",
        "{'minItems': 1, 'maxItems': 2}",
        "{'type': 'array', 'uniqueItems': true}",
        "true",
        "false",
        "{}"
    };

    @ParameterizedTest
    @EnumSource(
            value = VersionFlag.class,
            names = {"V7", "V202012"})
    void saysOfNoDocumentThatItIsValidWhereItIsNot(VersionFlag draft) {
        Random random = new Random(3);
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        List<byte[]> documents = new RandomDocuments(5).next(60);
        int sure = 0;
        int valid = 0;
        for (int i = 0; i < 600; i++) {
            JsonNode schema = schema(random, 3);
            JsonSchema full = JsonSchemaFactory.getInstance(draft).getSchema(schema, config);
            QuickCheck quick = QuickRules.check(schema);
            for (byte[] bytes : documents) {
                RawBsonDocument document = new RawBsonDocument(bytes);
                boolean isValid = full.validate(JsonNodes.of(document)).isEmpty();
                if (quick.isSurelyValid(document)) {
                    assertThat(isValid).as("%s of %s", schema, document).isTrue();
                    sure++;
                }
                valid += isValid ? 1 : 0;
            }
        }
        assertThat(sure).as("of %d valid ones", valid).isGreaterThan(valid / 4);
    }

    /** They are no UTF-8, and would be one name as bytes. */
    @Test
    void namesThatAreHalfCharactersAreLeftToTheFullCheck() throws JsonProcessingException {
        String schema = """
                {"properties": {"\\ud800": {"type": "string"}, "\\ud801": {"type": "string"}}}
                """;

        assertThat(sure(schema, "{n: 1}")).isFalse();
    }

    @Test
    void isSureOfWhatMostSchemasAskOfMostDocuments() throws JsonProcessingException {
        String schema = """
                {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                 "required": ["_id", "lines"], "additionalProperties": false,
                 "properties": {
                   "_id": {"type": "string", "pattern": "^[0-9a-f]+$"},
                   "at": {"type": "string", "format": "date-time"},
                   "state": {"enum": ["open", "closed"]}, "cost": {"type": "number", "maximum": 13},
                   "lines": {"type": "array", "minItems": 1, "items": {
                     "type": "object", "required": ["n"],
                     "properties": {"n": {"type": "integer", "minimum": 1}, "price": {"type": "number"}}}}}}
                """;

        assertThat(sure(schema, """
                        {_id: 'beef', cost: {$numberDecimal: '12.50'}, at: {$date: '2026-11-21T10:00:00Z'}, state: 'open',
                         lines: [{price: 5.5, n: 1, other: {$numberDecimal: '5'}}, {n: {$numberLong: '2'}}]}""")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{n: 'x'}",
                "{n: 0}",
                "{n: {$numberDouble: 'NaN'}}",
                "{n: {$numberDecimal: 'NaN'}}",
                "{n: {$numberDecimal: '-Infinity'}}",
                "{n: {$numberDecimal: '0.999'}}",
                "{n: {$numberDecimal: '-1'}}",
                "{n: {$numberDecimal: '1E+5'}}",
                "{n: 1, more: 1}",
                "{}",
                "{n: 1, at: {$date: {$numberLong: '253402300800000'}}}",
                "{n: 1, text: 'grüße'}",
                "{n: 1, list: [1]}",
                "{n: 1, list: ['x', 'x', 'x']}"
            })
    void isNotSureOfAnyOther(String document) throws JsonProcessingException {
        String schema = """
                {"required": ["n"], "additionalProperties": false,
                 "properties": {"n": {"type": "number", "minimum": 1}, "at": {"format": "date-time"},
                   "text": {"maxLength": 4}, "list": {"maxItems": 2, "items": {"type": "string"}}}}
                """;

        assertThat(sure(schema, document)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 5, -5, true",
        "-5, 5, 5.00, true",
        "-5, 5, 5.01, false",
        "-5, 5, -5.0001, false",
        "-5, 5, -0, true",
        "0, 9, -0.0, true",
        "0, 9, -0.1, false",
        "0, 9, 8.999999999999999999, true",
        "0, 9, 9.000000000000000001, false",
        "0, 9, 10000000000000000000E-19, false",
        "0, 9, 1E-6176, false",
        "0, 9, Infinity, false"
    })
    void comparesDecimals(long least, long most, String number, boolean holds) {
        Decimal128 decimal = Decimal128.parse(number);

        assertThat(new NumberRule(least, most).holds(decimal.getHigh(), decimal.getLow()))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"required\": [\"x\"]}}}",
                "{\"anyOf\": [true]}",
                "{\"propertyNames\": {\"maxLength\": 1}}",
                "{\"type\": \"array\"}"
            })
    void leavesSchemasItDoesNotKnowToThemselves(String schema) throws JsonProcessingException {
        assertThat(sure(schema, "{x: 1}")).isFalse();
    }

    private static boolean sure(String schema, String document) throws JsonProcessingException {
        return QuickRules.check(JSON.readTree(schema))
                .isSurelyValid(new RawBsonDocument(BsonDocument.parse(document), new BsonDocumentCodec()));
    }

    private static JsonNode schema(Random random, int depth) {
        ObjectNode schema = JSON.createObjectNode();
        ObjectNode properties = schema.putObject("properties");
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            properties.set(NAMES[random.nextInt(NAMES.length)], rule(random, depth));
        }
        if (random.nextInt(3) == 0) {
            ArrayNode required = schema.putArray("required");
            required.add(NAMES[random.nextInt(NAMES.length)]);
        }
        if (random.nextInt(6) == 0) {
            schema.set("additionalProperties", rule(random, 0));
        }
        if (random.nextInt(3) == 0) {
            schema.put("type", "object");
        }
        return schema;
    }

    private static JsonNode rule(Random random, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return schema(random, depth - 1);
        }
        if (depth > 0 && random.nextInt(4) == 0) {
            ObjectNode array = JSON.createObjectNode().put("type", "array");
            array.set("items", rule(random, depth - 1));
            return array;
        }
        try {
            return JSON.readTree(RULES[random.nextInt(RULES.length)].replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

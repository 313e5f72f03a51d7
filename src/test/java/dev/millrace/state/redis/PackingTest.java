package dev.millrace.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.contract.SampleRun;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.Namespace;
import dev.millrace.model.WriteReceipt;
import java.util.Arrays;
import java.util.HexFormat;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackingTest {

    private static final Chunk TYPICAL = new Chunk(
            1_234_567,
            new Namespace("shop", "orders"),
            1_234_567,
            new ChunkRange(
                    BsonDocument.parse(
                            "{min: {$oid: '5f43a1b2c3d4e5f60718293a'}, max: {$oid: '5f43a1c1d3e4f5061728394b'}}"),
                    100_000,
                    104_857_600));

    private static final WriteReceipt COMMITTED =
            new WriteReceipt(100_000, 0, 104_857_600, 31_415_926, BsonDocument.parse("""
            {"object": "shop/orders/part-1234567.parquet", "bytes": {"$numberLong": "31415926"}, "crc32c": "yZRlqg==",
             "generation": {"$numberLong": "1795000000123456"}, "rows": {"$numberLong": "100000"},
             "widened": {"$numberLong": "0"}, "rest": {"$numberLong": "0"},
             "firstId": {"$oid": "5f43a1b2c3d4e5f60718293a"}, "lastId": {"$oid": "5f43a1c0a3b4c5d6e7f80123"}}"""));

    private final Packing packing = new Packing();

    @AfterEach
    void close() {
        packing.close();
    }

    @Test
    void givesEveryChunkBackAsItWas() {
        for (Chunk chunk : new Chunk[] {TYPICAL, SampleRun.chunk(7), TYPICAL}) {
            byte[] packed = PackedChunk.encode(chunk, packing);

            assertThat(PackedChunk.decode(chunk.number(), packed)).isEqualTo(chunk);
        }
    }

    @Test
    void givesEveryReceiptBackAsItWas() {
        for (WriteReceipt receipt : new WriteReceipt[] {COMMITTED, SampleRun.receipt(3)}) {
            assertThat(PackedReceipt.decode(PackedReceipt.encode(1_795_000_000_000_000L, receipt)))
                    .isEqualTo(receipt);
        }
    }

    @Test
    void takesAQuarterOfWhatJsonTakes() {
        assertThat(PackedChunk.encode(TYPICAL, packing)).hasSizeLessThan(70);
        assertThat(PackedReceipt.encode(1_795_000_000_000_000L, COMMITTED)).hasSizeLessThan(140);
    }

    @Test
    void startsAReceiptWithItsFenceForScriptsToCompare() {
        byte[] packed = PackedReceipt.encode(42, COMMITTED);

        assertThat(packed).startsWith('4', '2', Packing.FORM);
    }

    /** Written by the first version of this form. Another dictionary would make other documents of it, and say nothing. */
    @Test
    void readsWhatIsInRedisAlready() {
        byte[] chunk = HexFormat.of()
                .parseHex("01232ab8dbaf09e10c6e07368ce08e775eb8e9f095a7dfd82534adc0c10d143878f9c95736710d4b"
                        + "6f060600");
        byte[] receipt = HexFormat.of()
                .parseHex("3701e36224c5ef0e6c287e2f8bbbcf08f3fb0124bf2b42234d1f1269fae07030343236313533470f"
                        + "099019e8215119159453988e16120e4289148444bcf3c24d87af3cfdc62ea169050b09a0d881c55b"
                        + "8e5e7bfe835199810100");

        assertThat(PackedChunk.decode(TYPICAL.number(), chunk)).isEqualTo(TYPICAL);
        assertThat(PackedReceipt.decode(receipt)).isEqualTo(COMMITTED);
    }

    @Test
    void packsWhatIsLargerThanItsBuffers() {
        BsonDocument large = new BsonDocument("id", new BsonString("ä1".repeat(200_000)));

        assertThat(Packing.unpack(packing.pack(large), 0)).isEqualTo(large);
    }

    @Test
    void refusesWhatIsDamagedOrOfAnotherForm() {
        byte[] packed = packing.pack(COMMITTED.detail());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Packing.unpack(Arrays.copyOf(packed, packed.length - 5), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Packing.unpack(new byte[] {2, 0, 0}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Packing.unpack(new byte[0], 0));
    }
}

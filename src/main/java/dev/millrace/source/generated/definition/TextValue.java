package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonTypeByte;

/** A string put together from parts. */
final class TextValue implements Value {

    private final TextPart[] parts;
    private final int slot;

    TextValue(Spec field, java.util.List<TextPart> parts, Slots slots) {
        this.parts = parts.toArray(TextPart[]::new);
        this.slot = slots.text(field);
    }

    @Override
    public void write(Row row, byte[] name) {
        row.out.element(BsonTypeByte.STRING, name);
        int start = row.out.begin();
        for (TextPart part : parts) {
            part.append(row);
        }
        row.text(slot, start + 4, row.out.length() - start - 4);
        row.out.endString(start);
    }
}

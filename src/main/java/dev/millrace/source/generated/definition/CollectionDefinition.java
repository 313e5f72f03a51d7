package dev.millrace.source.generated.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * One collection of a definition.
 *
 * @param content with `document`, `indexes`, `updates`
 * @param count   how many documents it has
 * @param salt    makes its random numbers other than those of the collections beside it
 */
record CollectionDefinition(
        Definition definition, String name, Origin origin, Map<?, ?> content, long count, long salt) {

    private static final String ID = "_id";

    /** @param siblings the collections of the same definition by name, with this one */
    DefinedDataset compile(Map<String, CollectionDefinition> siblings) {
        DefinitionCompiler compiler = new DefinitionCompiler(definition, siblings, Set.of(name));
        Spec document = document();
        DocumentValue value = compiler.document(document, document.map());
        UpdateGroups updates = UpdateGroups.of(new Spec(origin, "", content.get("updates")), value, compiler.reads());
        return new DefinedDataset(value, compiler.slots(), salt, updates, indexes());
    }

    /** The fields, `_id` among them. */
    Spec document() {
        Spec document = new Spec(origin, "", content.get("document"));
        if (!(document.node() instanceof Map<?, ?> fields) || !fields.containsKey(ID)) {
            throw document.wrong("needs a 'document' with fields, one of them `_id`");
        }
        return document;
    }

    /** The `_id`, which others can write too: it comes first, so that nothing is drawn before it. */
    Spec id(Spec from) {
        Map<?, ?> fields = document().map();
        if (!ID.equals(fields.keySet().iterator().next())) {
            throw from.wrong("refers to '" + name + "', where `_id` is not the first field");
        }
        return new Spec(origin, ID, fields.get(ID));
    }

    /** A compiler for another collection's documents, which are written for this one. */
    DefinitionCompiler compiler(Map<String, CollectionDefinition> siblings, Set<String> copying) {
        Set<String> all = new HashSet<>(copying);
        all.add(name);
        return new DefinitionCompiler(definition, siblings, all);
    }

    private List<BsonDocument> indexes() {
        List<BsonDocument> indexes = new ArrayList<>();
        if (content.containsKey("indexes")) {
            for (Spec index : new Spec(origin, "", content.get("indexes")).list()) {
                DefinitionCompiler compiler = new DefinitionCompiler(definition.alone(), Map.of(), Set.of());
                index.required(index.options(), "key");
                indexes.add(DefinedDataset.single(compiler.document(index, index.map()), compiler.slots()));
            }
        }
        return indexes;
    }
}

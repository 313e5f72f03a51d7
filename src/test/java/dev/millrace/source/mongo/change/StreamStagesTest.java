package dev.millrace.source.mongo.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pipelines of a user are refused before anything is opened. */
class StreamStagesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$project: {_id: 0}}",
                "{$project: {_id: false, fullDocument: 1, operationType: 1, ns: 1, documentKey: 1}}",
                "{$project: {fullDocument: 1}}",
                "{$project: {operationType: 1, fullDocument: 1, ns: 1}}",
                "{$project: {'_id._data': 0}}",
                "{$project: {_id: '$documentKey'}}",
                "{$project: {documentKey: 0}}",
                "{$project: {'ns.coll': 0}}",
                "{$unset: '_id'}",
                "{$unset: ['fullDocument.a', 'operationType']}",
                "{$set: {_id: 1}}",
                "{$addFields: {'_id.x': 1}}",
                "{$group: {_id: '$operationType'}}",
                "{$sort: {clusterTime: 1}}",
                "{$changeStreamSplitLargeEvent: {}}",
                "{$match: {}, $project: {a: 0}}",
                "{}"
            })
    void refusesWhatWouldTakeAwayWhatAnEventNeeds(String stage) {
        MillraceException refusal = catchThrowableOfType(
                MillraceException.class, () -> StreamStages.check(List.of(BsonDocument.parse(stage))));

        assertThat(refusal.kind()).isEqualTo(FailureKind.USAGE);
        assertThat(refusal.problem()).contains("pipeline");
        assertThat(refusal.hint()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$match: {operationType: {$in: ['insert', 'delete']}}}",
                "{$project: {'fullDocument.card': 0, updateDescription: 0}}",
                "{$project: {operationType: 1, ns: 1, documentKey: 1, 'fullDocument.state': 1}}",
                "{$project: {_id: 1, operationType: 1, ns: 1, documentKey: 1, total: '$fullDocument.total'}}",
                "{$addFields: {'fullDocument.seen': true}}",
                "{$unset: ['fullDocument.card']}",
                "{$replaceWith: {$mergeObjects: ['$$ROOT', {a: 1}]}}"
            })
    void takesWhatLeavesIt(String stage) {
        assertThatCode(() -> StreamStages.check(List.of(BsonDocument.parse(stage))))
                .doesNotThrowAnyException();
    }
}

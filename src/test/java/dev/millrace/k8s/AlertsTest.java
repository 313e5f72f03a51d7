package dev.millrace.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.job.stream.ServedMetrics;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Alert rules and dashboard ask only for what `/metrics` serves. */
class AlertsTest {

    private static final Path MONITORING = Kustomize.ROOT.resolve("components/monitoring");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-z_]+)");
    private static final Pattern VARIABLE = Pattern.compile("label_values\\((.*), ([a-z_]+)\\)");

    private final Map<String, Map<String, Set<String>>> served = ServedMetrics.series();
    private final MetricRules metrics = new MetricRules(served);

    @Test
    void alertsAskForMetricsLabelsAndStatesThatAreServed() throws IOException {
        assertThat(alerts())
                .hasSizeGreaterThan(15)
                .allSatisfy(alert -> assertThat(metrics.problems(alert.getExpr().getStrVal()))
                        .as(alert.getAlert())
                        .isEmpty());
    }

    @Test
    void alertsHaveASeverityAndSayWhatToDo() throws IOException {
        assertThat(alerts()).allSatisfy(alert -> {
            assertThat(alert.getLabels().get("severity")).isIn("critical", "warning", "info");
            assertThat(alert.getAnnotations()).containsOnlyKeys("summary", "description");
        });
        assertThat(alerts()).extracting(Rule::getAlert).doesNotHaveDuplicates();
    }

    @Test
    void alertsTellOnlyOfLabelsThatTheirQueryKeeps() throws IOException {
        assertThat(alerts()).allSatisfy(alert -> {
            Matcher told = LABEL.matcher(String.join(" ", alert.getAnnotations().values()));
            while (told.find()) {
                assertThat(alert.getExpr().getStrVal())
                        .as(alert.getAlert())
                        .containsAnyOf(told.group(1) + ",", told.group(1) + ")", "kube_");
            }
        });
    }

    @Test
    void everyPanelOfTheDashboardShowsWhatIsServed() throws IOException {
        List<JsonNode> panels = StreamSupport.stream(dashboard().get("panels").spliterator(), false)
                .filter(panel -> !panel.get("type").asText().equals("row"))
                .toList();

        assertThat(panels)
                .hasSizeGreaterThan(20)
                .allSatisfy(panel -> assertThat(panel.get("targets"))
                        .isNotEmpty()
                        .allSatisfy(target -> assertThat(
                                        metrics.problems(target.get("expr").asText()))
                                .as(panel.get("title").asText())
                                .isEmpty()));
    }

    @Test
    void panelsOfTheDashboardHaveTheirOwnNumbersAndPlaces() throws IOException {
        List<JsonNode> panels = StreamSupport.stream(dashboard().get("panels").spliterator(), false)
                .toList();

        assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).extracting(panel -> panel.get("gridPos").toString()).doesNotHaveDuplicates();
        assertThat(panels)
                .allSatisfy(panel -> assertThat(panel.get("gridPos").get("x").asInt()
                                + panel.get("gridPos").get("w").asInt())
                        .isLessThanOrEqualTo(24));
    }

    @Test
    void variablesOfTheDashboardAreLabelsThatAreServed() throws IOException {
        for (JsonNode variable : dashboard().get("templating").get("list")) {
            Matcher query = VARIABLE.matcher(variable.path("definition").asText());
            if (query.matches()) {
                assertThat(metrics.problems(query.group(1) + " by (" + query.group(2) + ")"))
                        .isEmpty();
            }
        }
    }

    @Test
    void aMetricThatIsNotServedIsFound() {
        assertThat(metrics.problems("sum(rate(millrace_stream_publishd_total[5m])) > 0"))
                .containsExactly("there is no metric millrace_stream_publishd_total");
        assertThat(metrics.problems("up == 0")).hasSize(1);
    }

    @Test
    void aStateThatNoStreamIsInIsFound() {
        assertThat(metrics.problems("millrace_stream_state{state=~\"standby|sleeping\"} == 1"))
                .containsExactly("millrace_stream_state is never served with state=\"sleeping\"");
        assertThat(metrics.problems("millrace_stream_lag_seconds{state=\"failed\"}"))
                .hasSize(1);
    }

    @Test
    void aLabelThatNoSeriesHasIsFound() {
        assertThat(metrics.problems("max by (namespace, collection) (millrace_stream_lag_seconds) > 300"))
                .singleElement()
                .asString()
                .contains("the label collection");
    }

    private static List<Rule> alerts() throws IOException {
        return Manifest.parse(Files.readString(MONITORING.resolve("rules.yaml")))
                .all(PrometheusRule.class)
                .flatMap(rule -> rule.getSpec().getGroups().stream())
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Files.readString(MONITORING.resolve("dashboard.json")));
    }
}

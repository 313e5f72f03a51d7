package dev.millrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, held against the code. */
class ArchitectureTest {

    private static final List<String> ADAPTERS = List.of(
            "source.mongo",
            "source.dump",
            "source.generated",
            "sink.object",
            "sink.mongo",
            "sink.postgres",
            "publish.file",
            "publish.pubsub",
            "state.file",
            "state.firestore",
            "state.mongo",
            "state.redis");

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.millrace");

    @Test
    void dependenciesPointFromTheCommandLineToTheModel() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy("dev.millrace")
                .layer("cli")
                .definedBy("dev.millrace.cli..")
                .layer("job")
                .definedBy("dev.millrace.job..")
                .layer("pipeline")
                .definedBy("dev.millrace.pipeline..")
                .layer("observe")
                .definedBy("dev.millrace.observe..")
                .layer("ports")
                .definedBy("dev.millrace.source", "dev.millrace.sink", "dev.millrace.publish", "dev.millrace.state")
                .layer("adapters")
                .definedBy(packages(ADAPTERS))
                .layer("mongo")
                .definedBy("dev.millrace.mongo..")
                .layer("schema")
                .definedBy("dev.millrace.schema..")
                .layer("bson")
                .definedBy("dev.millrace.bson..")
                .layer("model")
                .definedBy("dev.millrace.model..")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("job")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("pipeline")
                .mayOnlyBeAccessedByLayers("job", "cli")
                .whereLayer("observe")
                .mayOnlyBeAccessedByLayers("pipeline", "job", "cli")
                .whereLayer("adapters")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("mongo")
                .mayOnlyBeAccessedByLayers("adapters", "job")
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .whereLayer("bson")
                .mayOnlyAccessLayers("model")
                .whereLayer("schema")
                .mayOnlyAccessLayers("bson", "model")
                .whereLayer("ports")
                .mayOnlyAccessLayers("bson", "model")
                .check(PRODUCT);
    }

    @Test
    void noAdapterKnowsAnother() {
        for (String adapter : ADAPTERS) {
            String[] others = ADAPTERS.stream()
                    .filter(other -> !other.equals(adapter))
                    .map(other -> "dev.millrace." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.millrace." + adapter + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(PRODUCT);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.millrace.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void nothingIsLookedUpByReflection() {
        noClasses()
                .should()
                .dependOnClassesThat(new DescribedPredicate<JavaClass>("belong to java.lang.reflect") {
                    @Override
                    public boolean test(JavaClass javaClass) {
                        return javaClass.getPackageName().equals("java.lang.reflect");
                    }
                })
                .check(PRODUCT);
    }

    @Test
    void namesSayWhatAClassIs() {
        for (String vague : Arrays.asList("Util", "Utils", "Helper", "Manager", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(vague).check(PRODUCT);
        }
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "dev.millrace." + name + "..").toArray(String[]::new);
    }
}

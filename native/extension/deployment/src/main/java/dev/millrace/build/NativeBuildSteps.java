package dev.millrace.build;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageAllowIncompleteClasspathBuildItem;

/** What the native build needs that no property of Quarkus says. */
public final class NativeBuildSteps {

    /**
     * Quarkus links every reachable method at build time and stops at a class that is absent. Parquet, Google's HTTP
     * client and gRPC name optional ones, such as Hadoop's; here such a method fails if it is ever called.
     */
    @BuildStep
    NativeImageAllowIncompleteClasspathBuildItem optionalClassesMayBeAbsent() {
        return new NativeImageAllowIncompleteClasspathBuildItem("millrace-native");
    }
}

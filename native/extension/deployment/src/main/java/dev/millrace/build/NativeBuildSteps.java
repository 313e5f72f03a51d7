package dev.millrace.build;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageAllowIncompleteClasspathBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;

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

    /**
     * The machine code of zstd-jni and snappy-java, which both copy it to java.io.tmpdir and load it there: for the
     * architecture of this build, and for no other.
     */
    @BuildStep
    NativeImageResourcePatternsBuildItem machineCode() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlob("linux/" + (arm ? "aarch64" : "amd64") + "/libzstd-jni-*.so")
                .includeGlob("org/xerial/snappy/native/Linux/" + (arm ? "aarch64" : "x86_64") + "/libsnappyjava.so")
                .build();
    }
}

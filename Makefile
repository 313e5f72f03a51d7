# millrace's commands; `make` alone lists them. Needs a JDK 25 or newer; Maven is fetched by ./mvnw where it is missing.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# A JDK 25 or newer: JAVA_HOME if it is one, else the newest under /usr/lib/jvm.
JDK := $(shell for home in "$${JAVA_HOME:-}" $$(ls -d /usr/lib/jvm/* 2>/dev/null | sort -rV); do \
         [ -x "$$home/bin/javac" ] || continue; \
         version=$$("$$home/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'); \
         if [ "$${version:-0}" -ge 25 ]; then echo "$$home"; break; fi; done)
MVN := $(shell version=$$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p'); \
         if [ -n "$$version" ] && [ "$$(printf '3.8.7\n%s\n' "$$version" | sort -V | head -1)" = 3.8.7 ]; then echo mvn; else echo ./mvnw; fi)
COMMIT := $(shell git rev-parse --short HEAD 2>/dev/null || echo unknown)
QUARKUS := $(shell sed -n 's:.*<quarkus.version>\(.*\)</quarkus.version>.*:\1:p' pom.xml)
VERSION := $(shell sed -n 's:^  <version>\(.*\)</version>:\1:p' pom.xml)
SOURCE := $(shell git config --get remote.origin.url 2>/dev/null | sed 's:\://[^@/]*@:\://:')
RUN_MVN = MAVEN_OPTS="$${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" JAVA_HOME="$(JDK)" $(MVN) -B -q -Dmillrace.commit=$(COMMIT)

TELL_FAILURES = { bash src/test/scripts/tell-failures; exit 1; }

# What only some targets understand, for instance: make test TESTS=ExportIT
TESTS ?=
comma := ,
SELECT = $(if $(TESTS),-Dtest='$(TESTS)$(comma)!*IT' -Dit.test='$(TESTS)$(comma)!*Test' -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false,)

.PHONY: help
help: ## Lists these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

.PHONY: jdk
jdk:
	@[ -n "$(JDK)" ] || { echo "No JDK 25 or newer was found. Install one (Debian: apt-get install temurin-25-jdk; others: https://adoptium.net) and set JAVA_HOME to it." >&2; exit 1; }

.PHONY: build
build: jdk ## Builds the program for the JVM: target/millrace-jvm
	$(RUN_MVN) package -DskipTests
	@cp src/main/scripts/millrace-jvm src/main/scripts/startup-cache target/
	@JAVA_HOME="$(JDK)" target/startup-cache
	@echo "built target/millrace-jvm"

.PHONY: demo
demo: jdk ## Seeds a collection, exports and migrates it, kills and resumes both, queries the results; all on embedded parts
	$(RUN_MVN) package -DskipTests
	@cp src/main/scripts/millrace-jvm target/millrace-jvm
	$(RUN_MVN) dependency:build-classpath -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
	@JDK="$(JDK)" bash src/test/scripts/demo

.PHONY: test
test: jdk ## Runs every check and test, including those that run the program as a process
	@rm -rf target/surefire-reports target/failsafe-reports
	$(RUN_MVN) verify $(SELECT) || $(TELL_FAILURES)
	@bash src/test/scripts/count-tests

.PHONY: soak
soak: jdk ## Runs the long rounds: twenty kills, large exports
	$(RUN_MVN) verify -Dmillrace.soak=true -Dit.test='*IT' -Dtest=NoUnitTests -Dsurefire.failIfNoSpecifiedTests=false || $(TELL_FAILURES)

.PHONY: native
native: jdk ## Builds target/millrace, one native binary; needs GRAALVM_HOME (GraalVM or Mandrel 25)
	@[ -x "$${GRAALVM_HOME:-}/bin/native-image" ] || { echo "Set GRAALVM_HOME to a GraalVM or Mandrel for JDK 25 with native-image." >&2; exit 1; }
	JAVA_HOME="$(JDK)" $(MVN) -B -q -f native/extension install -DskipTests -Dquarkus.version=$(QUARKUS)
	$(RUN_MVN) package -Dnative -Dmaven.test.skip=true -Dmdep.analyze.skip=true
	@cp target/millrace-*-runner target/millrace
	@target/millrace --version

.PHONY: test-native
test-native: jdk ## Runs the command-line tests against target/millrace
	$(RUN_MVN) verify -Dquarkus.build.skip=true -Dmillrace.binary=$(CURDIR)/target/millrace -Dtest=NoUnitTests -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='$(or $(TESTS),*IT)' || $(TELL_FAILURES)

# The name of the images, for instance: make image IMAGE=registry.example/millrace:0.1.0
IMAGE ?= millrace:$(VERSION)
LABELS = VERSION=$(VERSION) REVISION=$(COMMIT) SOURCE=$(SOURCE)

.PHONY: image
image: jdk ## Builds the container image of target/millrace, with docker, podman or buildah
	@[ -x target/millrace ] || { echo "There is no target/millrace: run make native first." >&2; exit 1; }
	@JDK="$(JDK)" native/image layout native target/millrace target/image/native
	@native/image build native/Containerfile target/image/native $(IMAGE) $(LABELS)

.PHONY: image-jvm
image-jvm: build ## Builds the container image of the JVM build
	@native/image layout jvm target target/image/jvm
	@native/image build native/Containerfile.jvm target/image/jvm $(IMAGE)-jvm $(LABELS)

.PHONY: test-image
test-image: ## Runs the container image as Kubernetes would
	@bash src/test/scripts/try-image $(IMAGE) src/test/resources/dumps/plain

.PHONY: dist
dist: build ## Lays out a release in target/dist: archives, completion, manual pages, SBOM, checksums
	$(RUN_MVN) org.cyclonedx:cyclonedx-maven-plugin:makeBom
	@JAVA_HOME="$(JDK)" bash src/dist/scripts/dist $(VERSION)

.PHONY: check-reproducible
check-reproducible: build ## Builds the jars a second time, elsewhere, and compares them
	@bash src/dist/scripts/check-reproducible env JAVA_HOME="$(JDK)" $(MVN) -B -q -Dmillrace.commit=$(COMMIT)

# Where the results of a run go, for instance: make bench-full RESULTS=src/bench/results/2026-01-31.json
RESULTS ?= target/bench/results.json

.PHONY: bench bench-full
bench: SCOPE = quick
bench: run-bench ## Runs the benchmarks for some minutes: one table, and RESULTS as JSON
bench-full: SCOPE = full
bench-full: run-bench ## Runs all benchmarks with large counts, and how they scale

.PHONY: run-bench
run-bench: jdk
	$(RUN_MVN) package -DskipTests -Pbench
	@cp src/main/scripts/millrace-jvm target/millrace-jvm
	$(RUN_MVN) dependency:build-classpath -Pbench -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
	@JDK="$(JDK)" bash src/bench/scripts/bench $(SCOPE) $(RESULTS)

.PHONY: format
format: jdk ## Formats the sources
	$(RUN_MVN) spotless:apply

.PHONY: clean
clean: ## Removes what was built
	rm -rf target native/extension/target native/extension/*/target

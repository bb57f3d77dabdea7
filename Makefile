# Two commands do all the set-up: `make demo` runs Parley, `make test` runs every test.
SWIFT ?= swift
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
DEMO_FOLDER ?= demo
PORT ?= 8440
RELEASE = .build/release/parley

.PHONY: help demo build test check format fuzz bench bench-console console-e2e bench-engine soak four-parties fault-matrix worlds clean

help: ## Lists the commands.
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# CPU=haswell (AVX2) or another name that LLVM knows, or CPU=native for this machine; without it any x86-64 or ARM.
CPU ?=
CPU_FLAGS = $(if $(CPU),-Xswiftc -target-cpu -Xswiftc $(CPU) -Xcc -march=$(CPU))

build: ## Builds the program for use: .build/release/parley; CPU=native makes it faster and less portable.
	@scripts/setup run
	$(SWIFT) build -c release --product parley -j $(JOBS) $(CPU_FLAGS)

demo: build ## Replays the convoy of 19 September 2016 and leaves a node serving on loopback.
	@rm -rf "$(DEMO_FOLDER)"
	$(RELEASE) demo --folder "$(DEMO_FOLDER)" --port $(PORT)

test: ## Sets everything up and runs every test.
	@scripts/setup test
	@scripts/check

format: ## Formats the sources in place.
	$(SWIFT) format -i -r --configuration .swift-format Package.swift Sources Tests Benchmarks/Sources/MicroBenchmarks Fuzz/Sources/FuzzTargets

fuzz: ## Runs a libFuzzer target for every parser of bytes from outside, a minute each.
	@scripts/setup run
	@scripts/fuzz

console-e2e: ## Plays four officers in four real browsers: story, faults, attacks, accessibility; pictures of every page.
	@scripts/setup test
	$(SWIFT) build --product parley -j $(JOBS)
	@scripts/console-e2e

bench-console: build ## Measures the console: the desk's page, 2,000 open desks, and the map in a browser.
	@for name in console desks; do $(RELEASE) bench $$name --json || exit 1; done
	@scripts/bench-console $(RELEASE)

bench: build ## Measures every published figure, one after the other, and the core's micro-benchmarks.
	@for name in admit http replay audit memory seal follow visible receipt message clock gazetteer deliver network route movements access-report; do $(RELEASE) bench $$name || exit 1; done
	$(RELEASE) bench engine
	$(SWIFT) run --package-path Benchmarks -c release MicroBenchmarks

bench-engine: build ## Measures the conflict engine beside PostGIS, GEOS and other engines, where they are installed.
	$(RELEASE) bench engine --records 100000 --peers
	$(RELEASE) bench engine --records 1000000 --peers

soak: ## Kills a loaded node with SIGKILL again and again; nothing with a receipt may be lost.
	@scripts/soak

worlds: ## Runs hundreds of simulated worlds of many nodes, with seeds that the tests do not run.
	PARLEY_FIRST_WORLD=1000 PARLEY_WORLDS=$${WORLDS:-300} $(SWIFT) test --filter ManyNodesTests.soak

four-parties: build ## Plays a host and four parties, one process a node, from joining to leaving.
	@scripts/four-parties $(RELEASE)

fault-matrix: build ## Fails every write, sync, rename and open of one append in every way, with strace.
	@scripts/fault-matrix $(RELEASE)

clean: ## Removes what was built.
	rm -rf .build Fuzz/.build Benchmarks/.build "$(DEMO_FOLDER)"

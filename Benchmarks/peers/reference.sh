#!/bin/sh
# The C++ reference of the conflict engine, compiled for this machine's processor, on exported DCZ-1 files.
# usage: reference.sh DATA_FOLDER HITS_FILE
# Its sources (bench_q1.cpp, engine.hpp) are in the folder that PARLEY_ENGINE_REFERENCE names, or beside the checkout.
set -eu
data=$1
hits=$2

missing() {
    printf '{"peer":"reference","missing":"%s"}\n' "$1"
    exit 0
}

checkout=$(cd "$(dirname "$0")/../.." && pwd)
sources=${PARLEY_ENGINE_REFERENCE:-$checkout/../shared/tools/conflict}
[ -f "$sources/bench_q1.cpp" ] || missing "bench_q1.cpp is neither in PARLEY_ENGINE_REFERENCE nor beside the checkout"
command -v g++ >/dev/null || missing "g++"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
g++ -O3 -march=native -std=c++20 -o "$work/bench_q1" "$sources/bench_q1.cpp" 2>"$work/errors" || {
    cat "$work/errors" >&2
    exit 1
}

# Bytes 4 to 7 of a file are the number of its records.
count() { od -An -tu4 -j4 -N4 "$1" | tr -d ' '; }
records=$(count "$data/recs.bin")
questions=$(count "$data/qry.bin")

# Mode 2 is its best order of the tree; the last argument asks for all pairs.
if [ "$records" -le 1000000 ]; then
    "$work/bench_q1" "$data" 2 "$questions" "$hits" 1 >"$work/output"
else
    "$work/bench_q1" "$data" 2 "$questions" "$hits" >"$work/output"
fi

awk -v questions="$questions" -v records="$records" -v hits="$(wc -l <"$hits")" -v compiler="$(g++ -dumpversion)" '
    # "rep 0: 228597 q/s wall, 230031 q/s cpu; ..."
    /^rep / { costs[++repetitions] = 1e6 / $6 }
    /^bytes\/record/ { for (i = 1; i < NF; i++) if ($i == "total") bytes = $(i + 1) }
    # "mode 2 n 100000 load ... -> build 284727 rec/s (...)"
    /^mode / { for (i = 1; i < NF; i++) if ($i == "build") rate = $(i + 1) }
    # "all-pairs: 100000 of 100000 records, 0.17s cpu, ..."
    /^all-pairs/ { pairs = $5 + 0 }
    END {
        if (repetitions != 3 || rate == 0) exit 1
        # The middle one of three.
        low = high = costs[1]
        sum = 0
        for (i = 1; i <= 3; i++) {
            if (costs[i] < low) low = costs[i]
            if (costs[i] > high) high = costs[i]
            sum += costs[i]
        }
        printf "{\"peer\":\"reference\",\"version\":\"g++ %s -O3 -march=native\",\"questions\":%d,", compiler, questions
        printf "\"microsecondsPerQuestion\":%.4f,\"buildSeconds\":%.4f,", sum - low - high, records / rate
        if (pairs > 0) printf "\"q2Seconds\":%s,", pairs
        printf "\"bytesPerRecord\":%s,\"hits\":%d}\n", bytes, hits
    }' "$work/output"

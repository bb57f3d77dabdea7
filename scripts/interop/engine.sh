#!/usr/bin/env bash
# Holds the conflict engine's decisions on the workload DCZ-1 to other implementations. Usage: engine.sh PARLEY_BINARY
#   Karney's geodesics judge, and PostGIS, S2 and GEOS are asked besides; every disagreement goes before the judge.
#   The exit status is 1 for a wrong decision of ours or a peer farther off than it is known to be, 2 without the judge.
# Needs python3 with numpy and geographiclib (Debian: python3-numpy python3-geographiclib). Skipped if not installed:
#   PostGIS    postgresql with postgis (Debian: postgresql-15-postgis-3), python3 with psycopg2
#   S2         g++, libs2-dev
#   GEOS       python3 with shapely (2 or later) and pyproj
# Set from outside: RECORDS, QUESTIONS (asked of the peers), KARNEY_QUESTIONS (from which the judge takes its pairs),
#   KARNEY_PAIRS (sampled within 50 m of the threshold), WORKLOAD_SEED, SEED (of the sample), PYTHON.
# A minute or two on two cores; RECORDS=100000 QUESTIONS=10000 KARNEY_QUESTIONS=10000 takes about as long.
set -euo pipefail
cd "$(dirname "$0")/../.."
parley=$(realpath "${1:?the built program}")
records=${RECORDS:-20000}
questions=${QUESTIONS:-2000}
wide=${KARNEY_QUESTIONS:-150000}
python=${PYTHON:-python3}
[ "$wide" -ge "$questions" ] || wide=$questions
workload=(--records "$records" --seed "${WORKLOAD_SEED:-20300101}")
# One process a core is enough: the judge starts its own.
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH="$PWD/Benchmarks/peers${PYTHONPATH:+:$PYTHONPATH}"
helpers=$PWD/scripts/interop/engine
say() { printf 'engine: %s\n' "$*" >&2; }
has() { "$python" -c "import $1" 2>/dev/null; }

has numpy && has geographiclib.geodesic || { say "without numpy and geographiclib nothing can be judged"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
peers=()

say "$records records, $questions questions for the peers, $wide for the judge"
"$parley" bench engine "${workload[@]}" --queries "$questions" --export "$folder/peers" >/dev/null
"$parley" bench engine "${workload[@]}" --queries "$wide" --export "$folder/wide" >/dev/null
"$parley" bench engine "${workload[@]}" --queries "$wide" --dump "$folder/ours" >/dev/null 2>"$folder/log" ||
    { cat "$folder/log" >&2; exit 1; }

report=$("$python" Benchmarks/peers/postgis.py "$folder/peers" "$folder/postgis" | tail -n 1)
if [[ $report == *'"missing"'* ]]; then say "PostGIS is skipped: $report"; else
    say "$report"
    peers+=("postgis=$folder/postgis")
fi

s2=$folder/s2.program
if ! command -v g++ >/dev/null; then say "S2 is skipped: no g++"
elif ! echo '#include "s2/s2earth.h"' | g++ -std=c++17 -fsyntax-only -x c++ - 2>/dev/null; then
    say "S2 is skipped: no libs2-dev"
else
    g++ -std=c++17 -O2 -o "$s2" "$helpers/s2.cpp" -ls2
    say "$("$s2" "$folder/peers" "$folder/s2")"
    peers+=("s2=$folder/s2")
fi

if has shapely && has pyproj; then
    say "$("$python" "$helpers/azimuthal.py" "$folder/peers" "$folder/azimuthal")"
    peers+=("azimuthal=$folder/azimuthal")
else say "GEOS is skipped: no shapely or no pyproj"; fi

"$python" "$helpers/judge.py" "$folder/wide" "$folder/ours" "$questions" "${peers[@]}"

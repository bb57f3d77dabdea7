#!/usr/bin/env bash
# Holds a running node to its own description with schemathesis. Usage: schemathesis.sh URL KEY.pem [schemathesis options]
#   URL      where the node listens, such as http://127.0.0.1:8440; requests are signed for exactly this authority
#   KEY.pem  an enrolled officer's Ed25519 key
# The feeds never end, so they are left out. A well-formed statement is still refused when nobody enrolled has signed it,
# so acceptance of generated data is not asked for.
set -euo pipefail
cd "$(dirname "$0")/../.."
url=${1:?the URL of a running node}
key=${2:?the PEM file of an enrolled key}
shift 2
tool=${SCHEMATHESIS:-.build/venv/bin/schemathesis}
PARLEY_KEY_FILE=$(realpath "$key") SCHEMATHESIS_HOOKS="$PWD/scripts/interop/schemathesis_hooks.py" \
    "$tool" run "$url/openapi.json" --url "$url" --exclude-path-regex '/feed$' --exclude-checks positive_data_acceptance \
    --generation-database none --seed "${SEED:-1}" --max-examples "${EXAMPLES:-40}" --request-timeout 20 \
    --no-color "$@"

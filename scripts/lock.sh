#!/usr/bin/env bash
# Writes the six lock files: exact versions, and the hashes of every platform's files. Call it by `make lock`.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    "$1" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-annotate --no-header --upgrade "${@:2}" >/dev/null
}
uv=${UV:-uv}
compile "$uv" pyproject.toml -o requirements/run.lock
compile "$uv" requirements/build.in -c requirements/run.lock -o requirements/build.lock
compile "$uv" pyproject.toml --extra dev -c requirements/run.lock -c requirements/build.lock -o requirements/dev.lock
compile "$uv" pyproject.toml --extra dev --extra ray -c requirements/dev.lock -o requirements/ray.lock
# followthemoney holds networkx back, and later versions of it need the headers of ICU: a lock of its own, of wheels alone
compile "$uv" pyproject.toml --extra readers --only-binary :all: -c requirements/build.lock -o requirements/readers.lock
# what drives a browser is large, and needed by nothing else: a lock of its own
compile "$uv" pyproject.toml --extra page -c requirements/run.lock -c requirements/build.lock -o requirements/page.lock

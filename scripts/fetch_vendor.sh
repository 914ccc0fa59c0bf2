#!/usr/bin/env bash
# Fetches the scripts and the map of the local web page again, with npm as it is set up on this machine, and checks
# them against src/tacitus/web/static/vendor/VENDOR.toml: a file that differs from its hash stops the script.
#
#   scripts/fetch_vendor.sh            # fetch what VENDOR.toml names
#   scripts/fetch_vendor.sh --record   # after a change of versions there: fetch, and write the new hashes down
set -euo pipefail
cd "$(dirname "$0")/.."
vendor=src/tacitus/web/static/vendor
python=${PYTHON:-.venv/bin/python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" - "$vendor/VENDOR.toml" <<'PY' >"$work/list"
import sys, tomllib
for file in tomllib.load(open(sys.argv[1], "rb"))["file"]:
    print(file["package"], file["version"], file["path"], file["name"], file["licence_path"], sep="\t")
PY
while IFS=$'\t' read -r package version path name licence; do
  folder="$work/$name"
  mkdir -p "$folder"
  archive=$(cd "$folder" && npm pack --silent "$package@$version" | tail -n 1)
  tar xzf "$folder/$archive" -C "$folder" --strip-components=1
  cp "$folder/$path" "$vendor/$name"
  cp "$folder/$licence" "$vendor/licences/${name%%.*}.txt"
  chmod 644 "$vendor/$name" "$vendor/licences/${name%%.*}.txt"
done <"$work/list"

"$python" - "$vendor" "${1:-}" <<'PY'
import hashlib, pathlib, re, sys, tomllib
vendor, record = pathlib.Path(sys.argv[1]), sys.argv[2] == "--record"
text = (vendor / "VENDOR.toml").read_text("utf-8")
wrong = []
for file in tomllib.loads(text)["file"]:
    found = hashlib.sha256((vendor / file["name"]).read_bytes()).hexdigest()
    if found != file["sha256"]:
        wrong.append(file["name"])
        text = re.sub(rf'(name = "{re.escape(file["name"])}"\n(?:.+\n)*?sha256 = ")[0-9a-f]*', rf"\g<1>{found}", text)
if wrong and not record:
    sys.exit(f"These differ from VENDOR.toml: {', '.join(wrong)}")
(vendor / "VENDOR.toml").write_text(text, "utf-8")
PY

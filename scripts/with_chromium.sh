#!/usr/bin/env bash
# Runs a command with Debian's Chromium: scripts/with_chromium.sh make page-test
#
# The command finds the browser in TACITUS_CHROMIUM, and with TACITUS_REQUIRE_PAGE no test of the page may skip it. Where
# TACITUS_CHROMIUM is set already, that browser is used. Where Chromium is missing, Debian's package is installed (as
# root, or with a sudo that asks nothing).
set -euo pipefail

if (($# == 0)); then
    echo "usage: scripts/with_chromium.sh COMMAND ..." >&2
    exit 2
fi
export TACITUS_REQUIRE_PAGE=1
if [[ -n ${TACITUS_CHROMIUM:-} ]]; then
    exec "$@"
fi
chromium=/usr/bin/chromium

install_chromium() {
    local as_root=()
    ((EUID == 0)) || as_root=(sudo -n)
    command -v apt-get >/dev/null || return 1
    if ((EUID != 0)); then sudo -n true 2>/dev/null || return 1; fi
    echo "Chromium is missing: installing Debian's package ..." >&2
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium; } \
        </dev/null >&2
}

[[ -x $chromium ]] || install_chromium || true
if [[ ! -x $chromium ]]; then
    echo "Chromium is missing and could not be installed: apt-get install chromium (as root), or name a browser by" >&2
    echo "TACITUS_CHROMIUM=/path/to/chromium" >&2
    exit 69
fi
export TACITUS_CHROMIUM=$chromium
exec "$@"

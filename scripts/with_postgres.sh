#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: scripts/with_postgres.sh make test
#
# A throw-away server in a temporary folder, reached by a socket in that folder alone; gone when the command ends, however
# it ends. The command finds it in TACITUS_TEST_POSTGRES, and with TACITUS_REQUIRE_POSTGRES no test may skip it. Where
# TACITUS_TEST_POSTGRES is set already, that server is used. Where PostgreSQL is missing, Debian's package is installed
# (as root, or with a sudo that asks nothing), without the server that it would start by default.
set -euo pipefail

if (($# == 0)); then
    echo "usage: scripts/with_postgres.sh COMMAND ..." >&2
    exit 2
fi
export TACITUS_REQUIRE_POSTGRES=1
if [[ -n ${TACITUS_TEST_POSTGRES:-} ]]; then
    exec "$@"
fi

# The folder with PostgreSQL's programs, the newest first. Debian keeps them out of PATH.
programs() {
    local folder
    for folder in $(compgen -G '/usr/lib/postgresql/*/bin' | sort -rV) $(dirname "$(command -v initdb || echo /none/initdb)"); do
        if [[ -x $folder/initdb && -x $folder/pg_ctl ]]; then
            echo "$folder"
            return
        fi
    done
}

install_postgres() {
    local as_root=()
    ((EUID == 0)) || as_root=(sudo -n)
    command -v apt-get >/dev/null || return 1
    if ((EUID != 0)); then sudo -n true 2>/dev/null || return 1; fi
    echo "PostgreSQL is missing: installing Debian's package ..." >&2
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    local no_cluster=/etc/postgresql-common/createcluster.d/tacitus.conf
    "${as_root[@]}" mkdir -p "${no_cluster%/*}"
    "${as_root[@]}" sh -c "echo 'create_main_cluster = off' >$no_cluster"
    { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq postgresql; } </dev/null >&2
    local rc=$?
    "${as_root[@]}" rm -f "$no_cluster"
    return $rc
}

bin=$(programs)
if [[ -z $bin ]]; then
    install_postgres || true
    bin=$(programs)
fi
if [[ -z $bin ]]; then
    echo "PostgreSQL is missing and could not be installed: apt-get install postgresql (as root), or give a server by" >&2
    echo "TACITUS_TEST_POSTGRES=postgresql://user@host/database" >&2
    exit 69
fi

# initdb refuses root; Debian's package brings a user for it.
as_owner=()
((EUID == 0)) && as_owner=(runuser -u postgres --)
home=$(mktemp -d /tmp/tacitus-postgres.XXXXXX)
tidy() {
    [[ -f $home/data/postmaster.pid ]] && server pg_ctl stop -m immediate
    rm -rf "$home"
}
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Nothing in it outlives the tests, so that nothing need reach the disk. Only whoever may enter the folder, that is its
# owner and root, can reach the socket.
((EUID == 0)) && chown postgres "$home"
server() { (cd / && "${as_owner[@]}" "$bin/$1" -D "$home/data" "${@:2}") >>"$home/start.log" 2>&1; }
started() {
    server initdb -U tacitus -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
        server pg_ctl start -w -t 60 -o "-c listen_addresses= -c fsync=off -c full_page_writes=off -k $home"
}
if ! started; then
    echo "PostgreSQL did not start:" >&2
    cat "$home/start.log" >&2
    exit 70
fi
export TACITUS_TEST_POSTGRES="postgresql://tacitus@/postgres?host=$home"
"$@"

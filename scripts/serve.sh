# Started by run beside the databases: prepares the data, then keeps web, worker and scheduler up.
# shellcheck shell=bash disable=SC2154
set -euo pipefail
command=run
source scripts/setup.sh
state=$MNR_STATE_DIR logs=$MNR_STATE_DIR/log
mkdir -p -m 700 "$logs"
declare -A children=()

prepare() {
    say "Database"
    $python manage.py migrate --no-input --verbosity 0
    local empty=0
    $python manage.py shell --no-imports -v 0 -c 'from mnr.models import Country; raise SystemExit(Country.objects.exists())' || empty=$?
    if [ $empty = 0 ] && [ -n "$case" ]; then
        say "Case $case"
        $python manage.py import_case "$case"
    elif [ $empty = 0 ] && [ "$demo" = 1 ]; then
        say "Demonstration country"
        $python manage.py load_demo
    fi
    local manifest=$state/static/staticfiles.json
    if [ ! -f "$manifest" ] || [ -n "$(find mnr/static .venv/installed-* -newer "$manifest" -print -quit)" ]; then
        say "Style sheets and scripts"
        $python manage.py collectstatic --no-input --clear --verbosity 0
    fi
}

is_taken() { (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

start() { # start NAME COMMAND...: it ends when this script does, however that ends
    local name=$1
    shift
    setpriv --pdeathsig TERM -- "$@" >>"$logs/$name.log" 2>&1 &
    children[$!]=$name
}

stop() {
    trap '' INT TERM
    say "Stopping"
    kill -TERM "${!children[@]}" 2>/dev/null || true
    for _ in $(seq 150); do
        [ -n "$(jobs -rp)" ] || return 0
        sleep 0.1
    done
    kill -KILL "${!children[@]}" 2>/dev/null || true
}

started_at=$SECONDS
if is_taken; then fail "Port $port is taken. Choose another one: scripts/run --port $((port + 1))"; fi
prepare
if [ "$setup_only" = 1 ]; then
    say "Set up. Start with scripts/run"
    exit
fi
trap 'stop; exit 0' INT TERM
start web $python -m gunicorn mnr.wsgi --bind "127.0.0.1:$port" --workers 2 --threads 4 --worker-tmp-dir /dev/shm --no-control-socket
start worker $python -m celery -A mnr worker -Q default,reports --concurrency 2 --without-gossip --without-mingle --loglevel INFO
start scheduler $python -m celery -A mnr beat --schedule "$state/schedule" --pidfile= --loglevel INFO
all_run() { # whether every child still runs; `died` names one that does not
    for died in "${!children[@]}"; do kill -0 "$died" 2>/dev/null || return 1; done
}

until is_taken || ! all_run; do sleep 0.1; done
if all_run; then
    say "Ready in $((SECONDS - started_at)) s: $SITE_URL (logs in $logs; stop with Ctrl-C)"
    $python manage.py first_steps || true
fi
while all_run; do sleep 0.5; done
code=0
wait "$died" || code=$?
name=${children[$died]}
stop
fail "The $name ended with code $code. Its log says why: $logs/$name.log"

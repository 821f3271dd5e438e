# Sourced by run, test and check: installs what they need, and skips what is there.
# shellcheck shell=bash

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf "%s: %s\n" "${command:-${0##*/}}" "$*" >&2; exit 1; }

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DJANGO_SETTINGS_MODULE=mnr.settings PYTHONDONTWRITEBYTECODE="${PYTHONDONTWRITEBYTECODE-}"
python=.venv/bin/python

# WeasyPrint needs Pango; the fonts cover Latin, Greek, Cyrillic, Arabic and more.
system_run=(libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core)
# Chromium for the tests in a browser, Poppler and qpdf to look into reports, Git to search the tree.
system_dev=("${system_run[@]}" chromium poppler-utils qpdf git)

# set_up demo|dev: Debian's packages, the virtual environment and what the lock file names.
set_up() {
    local -n packages=$([ "$1" = dev ] && echo system_dev || echo system_run)
    install_python
    install_system "${packages[@]}"
    make_venv
    install_locked "$1"
}

is_python() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if is_python "$name"; then command -v "$name"; return; fi
    done
    return 1
}

install_python() {
    find_python >/dev/null || install_system python3 python3-venv
    find_python >/dev/null || fail "Python 3.11 or newer is needed. Install it, with its venv module."
}

install_system() {
    command -v dpkg-query >/dev/null || { say "Not Debian: make sure that there is ${*}"; return; }
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    local root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; } ||
            fail "Debian packages are missing. Ask for: apt-get install ${missing[*]}"
        root=(sudo)
    fi
    local since=$SECONDS
    say "Debian packages: ${missing[*]}"
    { "${root[@]}" apt-get update -qq &&
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            "${missing[@]}"; } >/tmp/mnr-apt.$$ 2>&1 ||
        { tail -5 /tmp/mnr-apt.$$ >&2; fail "Install them yourself: apt-get install ${missing[*]}"; }
    rm -f /tmp/mnr-apt.$$
    say "Debian packages installed ($((SECONDS - since)) s)"
}

make_venv() {
    # A copied or moved environment still names its old place.
    [ "$($python -c 'import sys; print(sys.prefix)' 2>/dev/null)" = "$PWD/.venv" ] && return
    say "Virtual environment .venv"
    "$(find_python)" -m venv --clear .venv || fail "The virtual environment could not be made in $PWD/.venv."
}

install_locked() {
    local lock=requirements/$1.txt stamp=.venv/installed-$1 digest since=$SECONDS
    digest=$(sha256sum <"$lock")
    [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return
    [ "$1" = demo ] && [ "$(cat .venv/installed-dev 2>/dev/null)" = "$(sha256sum <requirements/dev.txt)" ] && return
    say "Python packages of $lock"
    $python -c 'import uv' 2>/dev/null ||
        $python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/setup.txt ||
        fail "The packages cannot be reached. Check the network, then start again."
    $python -m uv pip install -q --python $python --require-hashes --only-binary :all: -r "$lock" ||
        $python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock" ||
        fail "Packages of $lock could not be installed. The lines above say why."
    printf '%s' "$digest" >"$stamp"
    say "Python packages installed ($((SECONDS - since)) s)"
}

#!/usr/bin/env bash
# Installs what some tests drive (a browser, a database server, character recognition) where that is allowed and
# missing. Without them the tests still pass: those that need them are skipped, and this says which.
set -euo pipefail

missing=() skipped=()
need() { # package, tests that need it, and how to tell that it is there
    if ! bash -c "$3" >/dev/null 2>&1; then
        missing+=("$1")
        skipped+=("$2")
    fi
}
look() {
    missing=() skipped=()
    need chromium "tests of the pages in a browser (marker browser)" "command -v chromium || command -v google-chrome"
    need postgresql "tests of the catalogue on PostgreSQL (marker postgres)" "ls /usr/lib/postgresql/*/bin/initdb"
    need tesseract-ocr "tests of reading scanned pages" "command -v tesseract"
    for language in ara chi-sim deu fra; do
        need "tesseract-ocr-$language" "tests of scanned pages in that language ($language)" \
            "tesseract --list-langs | grep -x ${language/-/_}"
    done
}

look
[ ${#missing[@]} -eq 0 ] && exit

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
if ! command -v apt-get >/dev/null; then
    why="there is no apt-get here"
elif ! "${as_root[@]}" true 2>/dev/null; then
    why="only root, or sudo without a password, may install them"
else
    echo "Installing ${missing[*]} for the tests ..." >&2
    log=$(mktemp)
    install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y)
    if "${install[@]}" update >"$log" 2>&1 </dev/null &&
        "${install[@]}" install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null; then
        why="they were installed but cannot be found"
    else
        why="apt-get failed: $(tail -n 1 "$log")"
    fi
    rm -f "$log"
    look
    [ ${#missing[@]} -eq 0 ] && exit
fi

{
    echo "!! Not installed: ${missing[*]} ($why). These tests will be skipped:"
    printf '!!   %s\n' "${skipped[@]}"
    echo "!! To run them: sudo apt-get install ${missing[*]}"
} >&2

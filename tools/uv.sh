#!/usr/bin/env bash
# Prints the path of uv. A machine without one gets it from the Python package index into .tools/, and nowhere else.
set -euo pipefail
cd "$(dirname "$0")/.."

if uv --version >/dev/null 2>&1; then
    command -v uv
    exit
fi

fetched=$PWD/.tools/uv/bin/uv
if [ ! -x "$fetched" ]; then
    echo "Fetching uv into .tools/ ..." >&2
    # A folder of its own is allowed even where Debian forbids pip to touch the system; an old pip may still
    # refuse, and then a virtual environment does it.
    python3 -m pip install --quiet --upgrade --target .tools/uv uv >&2 ||
        { rm -rf .tools/uv && python3 -m venv .tools/uv && .tools/uv/bin/python -m pip install --quiet uv >&2; } ||
        {
            rm -rf .tools/uv
            echo "Cannot fetch uv: this Python has neither pip nor venv, or there is no network. On Debian:" >&2
            echo "  sudo apt-get install python3-pip    or see https://docs.astral.sh/uv/" >&2
            exit 1
        }
fi
echo "$fetched"

#!/bin/sh
# Make a virtual environment on a Debian machine that lacks the package for it.
# Usage: install_venv.sh PYTHON FOLDER
set -eu
python=$1
folder=$2
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "install the package python$version-venv, then run make again" >&2
        exit 1
    }
    root=sudo
fi
rm -rf "$folder"
$root apt-get update -qq
$root apt-get install -y -qq "python$version-venv" || $root apt-get install -y -qq python3-venv
"$python" -m venv "$folder"

#!/usr/bin/env bash
# Installs the command `handbook` on a runner, in an environment of its own, and gives the folder where it is as an output.
#
# From the environment: PYTHON, the interpreter; VERSION, of mkdocs-handbook, "" for the one beside this script; PACKAGES,
# more words for pip.
set -euo pipefail
set -o noglob # PACKAGES are words, nothing in them is a pattern

folder=$(mktemp -d "$RUNNER_TEMP/mkdocs-handbook.XXXXXX")
# Isolated (-I), and where nobody has put a file: the working directory is a checkout, and modules in it shadow others.
(cd "$folder" && "$PYTHON" -I -m venv "$folder")
scripts=$folder/bin
[ -d "$scripts" ] || scripts=$folder/Scripts # Windows
# As bash writes it, so that it can stand in the path on Windows too.
scripts=$(cd "$scripts" && pwd)

package=$GITHUB_ACTION_PATH
if [ -n "${VERSION:-}" ]; then
  package=mkdocs-handbook==$VERSION
fi
# shellcheck disable=SC2086 # words
"$scripts/python" -I -m pip install --quiet --disable-pip-version-check "$package" ${PACKAGES:-}
printf 'scripts=%s\n' "$scripts" >>"$GITHUB_OUTPUT"

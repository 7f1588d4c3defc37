#!/usr/bin/env bash
# Lints a handbook on a runner: of a pull request what it adds and breaks, else everything. Needs git and handbook. What
# a pull request means for who does what, and when, is added to the job's summary.
#
# From the environment: BASE, the revision to compare with, "" for what the event suggests; CONFIG, a mkdocs.yml;
# ARGUMENTS, more words for `handbook lint`; and what GitHub Actions says of the event.
set -euo pipefail
set -o noglob # ARGUMENTS are words, nothing in them is a pattern

# Print why nothing can be linted where the job's page shows it, and end as `handbook lint` does then.
stop() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::error title=handbook lint::%s\n' "${text//$'\n'/%0A}"
  exit 2
}

# The repository is that of the closest .git; a folder of the checkout that only looks like a repository is none. What a
# configuration of git may run is off, also hooks.
top=$(pwd)
while [ ! -e "$top/.git" ] && [ "$top" != "$(dirname "$top")" ]; do
  top=$(dirname "$top")
done
git() {
  command git --git-dir="$top/.git" --work-tree="$top" -c safe.bareRepository=explicit -c core.fsmonitor=false \
    -c core.hooksPath=/dev/null -c protocol.ext.allow=never "$@"
}

sha() {
  git rev-parse --verify --quiet --end-of-options "$1^{commit}"
}

is_shallow() {
  [ "$(git rev-parse --is-shallow-repository)" = true ]
}

# Whether the commit where $1 and HEAD part is here.
is_joined() {
  ! is_shallow || git merge-base "$1" HEAD >/dev/null
}

# Get commits with a history of $1 commits; in a complete clone that would cut off what is there.
fetch() {
  local depth=$1
  shift
  if is_shallow; then
    set -- --depth="$depth" origin "$@"
  else
    set -- origin "$@"
  fi
  git fetch --quiet --no-tags --no-recurse-submodules "$@"
}

# Set base to the commit that a pull request was merged into: GitHub checks out a merge, whose first parent that is.
base_of_merge() {
  sha HEAD^1 >/dev/null || fetch 2 "$GITHUB_SHA" ||
    stop "cannot fetch what this pull request is merged into; with \"fetch-depth: 2\", actions/checkout gets it"
  base=$(sha HEAD^1) || stop "HEAD is no merge of the pull request"
}

# Set base to the commit of revision $1, or else of $2 at the origin, with as much history as it takes to compare.
base_of_name() {
  local depth want=$2
  base=$(sha "$1") || base=""
  if [ -n "$base" ]; then
    want=$base
  elif ! git check-ref-format "refs/$want"; then
    stop "git knows no revision \"$1\" here; with \"fetch-depth: 0\", actions/checkout gets all of them"
  fi
  for depth in 20 200 2000; do
    if [ -n "$base" ] && is_joined "$base"; then
      return
    fi
    if fetch "$depth" "+$want:refs/handbook/base" "$(sha HEAD)"; then
      base=$(sha refs/handbook/base) || stop "\"$1\" is no commit"
    elif [ -n "$base" ]; then
      return # compared with the revision itself, as lint says then
    else
      stop "cannot fetch \"$1\"; with \"fetch-depth: 0\", actions/checkout gets all branches"
    fi
  done
}

base=""
case ${BASE:-} in
*[!0]*) base_of_name "$BASE" "${BASE#origin/}" ;;
*) # none, or the zeros that stand before the first commit of a branch
  if [[ ${GITHUB_REF:-} == refs/pull/*/merge && $(sha HEAD) == "${GITHUB_SHA:-}" ]]; then
    base_of_merge
  elif [ -n "${GITHUB_BASE_REF:-}" ]; then
    base_of_name "refs/remotes/origin/$GITHUB_BASE_REF" "refs/heads/$GITHUB_BASE_REF"
  fi
  ;;
esac

# shellcheck disable=SC2086 # words
set -- --format github ${ARGUMENTS:-}
[ -z "${CONFIG:-}" ] || set -- --config-file "$CONFIG" "$@"
[ -z "$base" ] || set -- --since "$base" "$@"
code=0
handbook lint "$@" || code=$?

# lint has said on its own what could not be compared, and this is no reason to fail.
if [ -n "$base" ] && [ "$code" -lt 2 ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  set -- --format markdown "$base"
  [ -z "${CONFIG:-}" ] || set -- --config-file "$CONFIG" "$@"
  if meaning=$(handbook diff "$@" 2>/dev/null); then
    printf '\n%s\n' "$meaning" >>"$GITHUB_STEP_SUMMARY"
  fi
fi
exit "$code"

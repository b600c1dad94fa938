#!/usr/bin/env bash
# What action.yml runs. Everything comes in by environment variables (WT_…) and is only ever an argument, never code.
set -uo pipefail

fail() { # fail MESSAGE: an annotation without names from the change
  printf '::error title=watertight::%s\n' "$1"
  exit 2
}

is_id() { [[ $1 =~ ^[0-9a-f]{40}([0-9a-f]{24})?$ ]]; }
is_zero() { [[ $1 =~ ^0+$ ]]; }
here() { git cat-file -e "$1^{commit}" 2>/dev/null; }

# The end of what was pushed. An annotated tag is an object with a text of its own, which the event's commit does not lead to.
head_of_push() {
  local after=${WT_AFTER:-}
  [[ ${WT_REF:-} == refs/tags/* ]] && is_id "$after" && ! is_zero "$after" || { printf '%s' "${WT_HEAD:-}"; return; }
  here "$after" || fail "Tag $after is not in the checkout: set fetch-depth: 0 for actions/checkout."
  printf '%s' "$after"
}

# The range of commits that the event brings; empty where it brings none.
range_of_event() {
  case ${WT_EVENT:-} in
    pull_request | pull_request_target | merge_group) ;;
    push)
      WT_HEAD=$(head_of_push) || { printf '%s\n' "$WT_HEAD"; exit 2; }
      # A new branch, and one that was overwritten, is compared with the default branch; of the default branch itself all
      # is looked at, since nothing tells what the push brought.
      if is_zero "${WT_BASE:-0}" || ! here "$WT_BASE"; then
        [ "$(git rev-parse --is-shallow-repository)" = false ] || fail 'The checkout lacks the commits before the push: set fetch-depth: 0 for actions/checkout.'
        [ "${WT_REF:-}" != "refs/heads/$WT_DEFAULT_BRANCH" ] || { printf '%s' "$WT_HEAD"; return; }
        here "origin/$WT_DEFAULT_BRANCH" || fail 'The default branch is not in the checkout: set fetch-depth: 0 for actions/checkout.'
        printf '%s' "origin/$WT_DEFAULT_BRANCH..$WT_HEAD"
        return
      fi
      ;;
    *) return ;;
  esac
  for id in "${WT_BASE:-}" "${WT_HEAD:-}"; do
    is_id "$id" || fail 'The event names no commits: give the input range.'
    here "$id" || fail "Commit $id is not in the checkout: set fetch-depth: 0 for actions/checkout."
  done
  printf '%s' "$WT_BASE..$WT_HEAD"
}

build() { # once for each job; the tools come by the lockfile and run no script of their own
  [ -f "$WT_ACTION/dist/cli.cjs" ] && return
  (
    cd "$WT_ACTION" &&
      npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error &&
      npm run --silent build
  ) >&2 || fail 'watertight could not be built: it needs Node 20.19 or later, or 22.12 or later.'
}

worst=0
note_code() { # 1 is worst, because a leak must not hide behind anything else; then 2, then 3
  local order=(0 3 2 1) rank_new=0 rank_old=0 i
  for i in "${!order[@]}"; do
    [ "${order[i]}" = "$1" ] && rank_new=$i
    [ "${order[i]}" = "$worst" ] && rank_old=$i
  done
  case $1 in 0 | 1 | 2 | 3) ;; *) rank_new=2 ;; esac
  [ "$rank_new" -gt "$rank_old" ] && worst=${order[rank_new]}
  return 0
}

run() { # run NAME COMMAND ARGUMENTS...: one part, with its reports
  local name=$1 command=$2
  shift 2
  printf '%s\n' "watertight: $name"
  local more=()
  [ -n "${WT_PACKET:-}" ] && more+=("--packet=$WT_PACKET")
  [ -n "${WT_BASELINE:-}" ] && more+=("--baseline=$WT_BASELINE")
  node "$WT_ACTION/bin/watertight.js" "$command" --quiet "--format=${WT_FORMAT:-github}" "${more[@]}" \
    "--output=sarif=$reports/$name.sarif" "--output=text=$reports/$name.txt" \
    "--ledger=$reports/$name.ledger.jsonl" "$@"
  note_code $?
  [ -f "$reports/$name.sarif" ] && printf '%s\n' "sarif-$name=$reports/$name.sarif" >>"$outputs"
  # Indented, so that it is shown as it stands.
  [ -f "$reports/$name.txt" ] && { head -c 300000 "$reports/$name.txt" | sed 's/^/    /'; echo; } >>"$summary"
  return 0
}

outputs=${GITHUB_OUTPUT:-/dev/null}
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
reports=${WT_REPORTS:-}
[ -n "$reports" ] || reports=${RUNNER_TEMP:-/tmp}/watertight-reports
mkdir -p -- "$reports" || fail 'The folder of the input reports cannot be created.'
printf '%s\n' "reports=$reports" >>"$outputs"
build

case ${WT_RANGE:-auto} in
  auto) range=$(range_of_event) || { printf '%s\n' "$range"; exit 2; } ;;
  none) range='' ;;
  -*) fail 'The input range is not a range.' ;;
  *) range=$WT_RANGE ;;
esac

paths=()
while IFS= read -r path; do
  [ -n "$path" ] && paths+=("$path")
done <<<"${WT_PATHS:-}"

[ -n "$range" ] || [ "${#paths[@]}" -gt 0 ] || fail 'Nothing to scan: the event has no commits, and no paths are given.'
[ -z "$range" ] || run commits audit --no-cache "--range=$range"
[ "${#paths[@]}" -eq 0 ] || run evidence scan -- "${paths[@]}"
printf '%s\n' "exit-code=$worst" >>"$outputs"
exit "$worst"

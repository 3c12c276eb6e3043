#!/usr/bin/env bash
# Five faults planted on purpose: each must turn a row of `chatfare verify` red. Run by hand; result in README.md.
#
#   tests/faults/run.sh             one build a fault
#   tests/faults/run.sh --together  all faults in one build: each row below knows only its own
set -u
cd "$(dirname "$0")/../.." || exit 2
faults=tests/faults
declare -A row=(
    [1-wrong-denominator]="erlang_a A05 formula"
    [2-patience-of-the-wrong-law]="mmc_plus_g G09"
    [3-agent-stays-after-shift]="a day from empty"
    [4-window-from-the-wrong-message]="window 1 agent"
    [5-busyness-dropped]="busyness of the day"
)
names=("${!row[@]}")
missed=0
undo() { for name in "$@"; do git apply -R "$faults/$name.patch"; done; }
look() {
    cargo run --release --quiet -- verify --only "${row[$1]}" > "target/fault-$1.txt"
    # A row that could not be run is not a row that differs.
    local differ
    differ=$(grep -c DIFFERS "target/fault-$1.txt")
    if [ "$differ" -eq 0 ]; then
        echo "$1: NOT SEEN by ${row[$1]}"
        missed=1
    else
        echo "$1: seen by ${row[$1]}: $differ comparisons differ"
    fi
}
if [ "${1:-}" = "--together" ]; then
    for name in "${names[@]}"; do git apply "$faults/$name.patch" || exit 2; done
    trap 'undo "${names[@]}"' EXIT
    cargo build --release --quiet || exit 2
    for name in "${names[@]}"; do look "$name"; done
else
    for name in "${names[@]}"; do
        git apply "$faults/$name.patch" || exit 2
        cargo build --release --quiet && look "$name" || missed=1
        undo "$name"
    done
fi
exit $missed

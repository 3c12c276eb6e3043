#!/bin/sh
# Instructions a turn of each workload, counted by valgrind, beside those recorded in instructions.csv.
#
#   benches/instructions.sh            measure and compare; exit 1 if a workload grew by more than 5 %
#   benches/instructions.sh --record   measure and write instructions.csv
#   benches/instructions.sh c          one workload only
#
# Two runs of different length, the longer minus the shorter: loading, compiling and starting up cancel; of (d), 20 and 60
# desks. Unlike time,
# the count does not depend on what else the machine does; it does depend on the compiler's version.
set -eu
cd "$(dirname "$0")/.."
short=20000
long=60000
tolerance=5
record=no
workloads="a b c d"
for word in "$@"; do
    case "$word" in
        --record) record=yes ;;
        a | b | c | d) workloads="$word" ;;
        *) echo "usage: $0 [--record] [a|b|c|d]" >&2; exit 2 ;;
    esac
done
command -v valgrind >/dev/null || { echo "valgrind is not installed" >&2; exit 2; }

program=$(cargo bench --bench workloads --no-run --message-format=json 2>/dev/null |
    sed -n 's/.*"name":"workloads".*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
[ -n "$program" ] || { echo "cargo bench --bench workloads --no-run failed" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Prints "turns instructions" of a run.
count() {
    RAYON_NUM_THREADS=1 valgrind --tool=callgrind --callgrind-out-file="$folder/out" "$program" --run "$1" "$2" 1 \
        >"$folder/run" 2>"$folder/log"
    turns=$(sed -n 's/.*"turns":\([0-9]*\).*/\1/p' "$folder/run")
    echo "$turns $(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$folder/log")"
}

failed=no
lines="workload,turns,instructions_per_turn"
for workload in $workloads; do
    # A fleet has a desk for 3,000 contacts.
    times=1
    [ "$workload" != d ] || times=3
    set -- $(count "$workload" $((short * times))) $(count "$workload" $((long * times)))
    turns=$(($3 - $1))
    now=$((($4 - $2 + turns / 2) / turns))
    lines="$lines
$workload,$turns,$now"
    before=$(sed -n "s/^$workload,[0-9]*,//p" benches/instructions.csv 2>/dev/null || true)
    echo "($workload) $now instructions a turn over $turns turns, recorded ${before:-none}"
    if [ -n "$before" ] && [ $((now * 100)) -gt $((before * (100 + tolerance))) ]; then
        echo "($workload) more than $tolerance % above the record" >&2
        failed=yes
    fi
done
if [ "$record" = yes ]; then
    [ "$workloads" = "a b c d" ] || { echo "--record measures all workloads" >&2; exit 2; }
    echo "$lines" >benches/instructions.csv
elif [ "$failed" = yes ]; then
    exit 1
fi

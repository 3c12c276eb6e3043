#!/bin/sh
# Do ten times longer runs, and ten times more desks, cost ten times as much, and does memory stay where it is? And what does a
# desk cost that has next to nothing to do?
#
#   benches/scaling.sh          exit 1 if the cost of a turn moves by more than 5 %, or memory grows by a tenth and 2 MiB
#
# Instructions (callgrind), less those of a run of next to no work: loading and compiling cancel. Memory is that of runs without
# valgrind. The fleets have equal desks, so that ten times more are no larger ones.
set -eu
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "valgrind is not installed" >&2; exit 2; }
program=$(cargo bench --bench workloads --no-run --message-format=json 2>/dev/null |
    sed -n 's/.*"name":"workloads".*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
[ -n "$program" ] || { echo "cargo bench --bench workloads --no-run failed" >&2; exit 2; }
export RAYON_NUM_THREADS=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=no

# Prints "turns instructions MiB" of a run.
count() {
    "$program" --run "$@" >"$folder/plain"
    valgrind --tool=callgrind --callgrind-out-file="$folder/out" "$program" --run "$@" >"$folder/run" 2>"$folder/log"
    echo "$(sed -n 's/.*"turns":\([0-9]*\).*/\1/p' "$folder/run") $(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$folder/log")" \
        "$(sed -n 's/.*"peak_mib":\([0-9]*\).*/\1/p' "$folder/plain")"
}

# Name, then the turns, instructions and MiB of next to nothing, of one, and of ten times as much.
compare() {
    one=$((($6 - $3) / ($5 - $2)))
    ten=$((($9 - $3) / ($8 - $2)))
    percent=$(((ten - one) * 1000 / one))
    echo "$1: $one instructions a turn over $5 turns, $ten over $8 ($( [ "$percent" -lt 0 ] && printf "%s" - )$((${percent#-} / 10)).$((${percent#-} % 10)) %), $7 and ${10} MiB"
    if [ "${percent#-}" -gt 50 ] || [ "${10}" -gt $(($7 * 11 / 10 + 2)) ]; then
        echo "$1: the cost of a turn, or memory, is not the same" >&2
        failed=yes
    fi
}

equal="fleet.sizes=equal"
compare "(c) ten times longer" $(count c 1000 1) $(count c 20000 1) $(count c 200000 1)
# 50 and 500 days: the first free answers of each month are billed one by one, so both have as many months for their length.
compare "(d) ten times longer" $(count d 3000 1 $equal reason.question.volume=100/day) \
    $(count d 15000 1 $equal reason.question.volume=1000/day run.to=2026-11-24) \
    $(count d 15000 1 $equal reason.question.volume=1000/day run.to=2028-02-17)
compare "(d) ten times more desks" $(count d 3000 1 $equal reason.question.volume=100/day) \
    $(count d 15000 1 $equal) $(count d 150000 1 $equal)

# Desks without work: 1,000 and 3,000 of one contact a day on average.
set -- $(count d 3000000 1 $equal reason.question.volume=1000/day) $(count d 9000000 1 $equal reason.question.volume=3000/day)
echo "(d) a desk of one contact a day: $((($5 - $2) / 2000)) instructions, $3 and $6 MiB at 1,000 and 3,000 desks"
[ "$failed" = no ] || exit 1

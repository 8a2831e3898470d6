#!/bin/sh
# usage: same_bytes.sh BUILD_ROOT
# The simulated probe's pictures are the same from gcc and clang, at every
# optimisation, and on aarch64 under qemu (packages gcc-aarch64-linux-gnu and
# qemu-user). Each that is missing is skipped, and said.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
cd "$root"
export BEVEL_SAMPLES_DIR="$root/samples"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM

parts="grid image image_setup lines measure motion needle objects outline
pools push scan_convert simulator texture tissue"
sources="tests/long/bytes_hash.c src/core/frame.c src/core/clock.c
src/core/geometry.c"
for part in $parts; do
    sources="$sources acquisition/simulator/$part.c"
done
flags="-std=gnu17 -D_GNU_SOURCE -I. -Isrc -ffp-contract=off -fno-math-errno"

# shellcheck disable=SC2086 # lists of words
gcc $flags -O1 tests/long/bytes_scene.c -o "$folder/scene" \
    "$build/acquisition/simulator/libsimulator.a" \
    "$build/src/core/libcore.a" -ljansson -lm -lpthread
"$folder/scene" "$folder/scenes" nerve hip knee-effusion interscalene \
    median-wrist femoral

failed=0
first=
# try NAME RUNNER COMPILER FLAGS...
try() {
    name=$1 runner=$2 compiler=$3; shift 3
    for tool in "$compiler" $runner; do
        command -v "$tool" >/dev/null || {
            echo "ok - $name # SKIP $tool is not installed"
            return
        }
    done
    # shellcheck disable=SC2086
    nice "$compiler" $flags "$@" $sources -o "$folder/hash" -lm -lpthread
    $runner "$folder/hash" "$folder/scenes" >"$folder/sums"
    [ -n "$first" ] || { first=$folder/first; cp "$folder/sums" "$first"; }
    if cmp -s "$folder/sums" "$first"; then
        echo "ok - $name"
    else
        echo "not ok - $name gives other pictures"
        failed=1
    fi
}
try "gcc -O3" "" gcc -O3
try "gcc -O2" "" gcc -O2
try "gcc -O1" "" gcc -O1
try "gcc -O3 for AVX2 and FMA" "" gcc -O3 -march=x86-64-v3
try "clang -O3" "" clang -O3
try "clang -O1" "" clang -O1
try "aarch64 under qemu" qemu-aarch64 aarch64-linux-gnu-gcc -O2 -static
exit $failed

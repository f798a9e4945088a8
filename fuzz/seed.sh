#!/usr/bin/env bash
# Gives each target something to begin with: the small seeds beside this file, and what the project has of its
# kind. What fuzzers find goes into the same folders, which are not kept.
set -euo pipefail
cd "$(dirname "$0")"

seed() {
    local target=$1
    shift
    mkdir -p "corpus/$target"
    cp seeds/"$target"/* "corpus/$target/"
    local file
    for file in "$@"; do
        cp "$file" "corpus/$target/$(echo "${file#../}" | tr / -)"
    done
    if [ -d "../tests/crashes/$target" ]; then cp "../tests/crashes/$target"/* "corpus/$target/"; fi
}

plans=(../examples/*/*.yaml ../tests/base.yaml ../tests/rich/*.yaml)
seed allowed_signers
seed csv_import
seed edit
seed lsp
seed plan "${plans[@]}"
seed policy ../examples/launch.toml ../examples/*/launch.toml ../src/policy/*.toml ../tests/base.toml
seed quantities
seed render "${plans[@]}"
seed signature ../src/ssh/signatures/*
for file in ../examples/spreadsheets/*.csv; do
    { printf a; cat "$file"; } >"corpus/csv_import/$(basename "$file")"
done

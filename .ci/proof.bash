# What the proofs of deployments share; sourced. Needs $work, an empty folder.

say() { echo "$(date -u +%H:%M:%S) $*"; }
die() { echo "FAILED: $*" >&2; exit 1; }

# The demo's inputs several times over, its models, and what one machine makes of them: the bytes to compare with.
make_reference() { # make_reference COPIES
  (cd "$work" && "$root/virnucpro" demo > demo.log 2>&1) || { cat "$work/demo.log"; die "the run on one machine"; }
  mkdir -p "$work/data/in" "$work/expected"
  local copy file stem
  for copy in $(seq 1 "$1"); do
    for file in "$work"/virnucpro-demo/input/*.fa; do
      stem=$(basename "$file" .fa)
      cp "$file" "$work/data/in/${stem}_$copy.fa"
      mkdir -p "$work/expected/${stem}_${copy}_merged"
      local result
      for result in "$work/virnucpro-demo/results/${stem}_merged"/prediction_results*; do
        cp "$result" "$work/expected/${stem}_${copy}_merged/"
      done
    done
  done
  chmod -R a+rX "$work"
}

# Compares every table of a finished run with the reference, byte for byte.
same_bytes() { # same_bytes FOLDER
  [ -f "$1/run.json" ] || die "$1 is not complete"
  local expected compared=0
  while IFS= read -r expected; do
    cmp -s "$expected" "$1/${expected#"$work/expected/"}" || die "$1/${expected#"$work/expected/"} differs from the run on one machine"
    compared=$((compared + 1))
  done < <(find "$work/expected" -type f | sort)
  [ "$compared" -gt 0 ] || die "nothing was compared"
  say "$compared tables have the bytes of the run on one machine"
}

wait_for() { # wait_for SECONDS WORDS COMMAND...
  local seconds=$1 words=$2
  shift 2
  for _ in $(seq 1 $((seconds * 5))); do
    if "$@"; then return 0; fi
    sleep 0.2
  done
  die "waited $seconds s for: $words"
}

# Tasks of the run in this folder that are done already.
parts() { find "$1" -path '*/parts/*' -type f ! -name '*.tmp' 2> /dev/null | wc -l; }
has_parts() { [ "$(parts "$1")" -ge "$2" ]; }

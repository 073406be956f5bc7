#!/usr/bin/env bash
# The service's unit as systemd itself judges it: every line understood, the program there, and little
# exposed. Where there is no systemd-analyze it says so and is skipped (77).
#
#   systemd_unit_test.sh UNIT PROGRAM
set -euo pipefail

unit=$1
program=$2
if ! command -v systemd-analyze > /dev/null; then
  echo "SKIPPED: no systemd-analyze here (Debian's package systemd)"
  exit 77
fi

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
# As installed, but for where the program lies.
sed "s|^ExecStart=[^ ]*|ExecStart=$program|" "$unit" > "$folder/vip-terminal.service"

if ! said=$(systemd-analyze verify "$folder/vip-terminal.service" 2>&1) || [[ -n $said ]]; then
  echo "systemd-analyze verify: $said" >&2
  exit 1
fi
# 0 is nothing, 10 everything; this service reaches the network and its own directory: 1.5 at most.
systemd-analyze security --offline=true --threshold=15 "$folder/vip-terminal.service" |
  grep -E 'Overall|✗'

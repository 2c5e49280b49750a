"""Prints the table of the README from raw results (one JSON object per line)."""
import json
import sys
from collections import defaultdict

rows = defaultdict(list)
for line in open(sys.argv[1]):
    run = json.loads(line)
    rows[run["setting"], run["policy_shown"]].append(run)
print("| setting | policy | mean makespan / bound | worst | steals |")
print("|---|---|---|---|---|")
for (setting, policy), runs in rows.items():
    ratios = [run["ratio"] for run in runs]
    steals = sum(run["steals"] for run in runs) / len(runs)
    print(f"| {setting} | {policy} | {sum(ratios) / len(ratios):.3f} | {max(ratios):.3f} | {steals:.1f} |")

"""Prints the table of real runs beside their simulations, and whether each keeps what the issue asks for."""
import json
import sys

print("| run | load before | makespan s | bound s | at most s | simulator s | within 5 % + 0.5 s | steals | kept |")
print("|---|---|---|---|---|---|---|---|---|")
for path in sys.argv[1:]:
    pair = json.load(open(path))
    real, simulated = pair["real"], pair["simulated"]
    unknown = "unknown" in pair["name"]
    most = (1.10 if unknown else 1.05) * real["lower_bound_s"] + 0.5
    near = abs(real["makespan_s"] - simulated["makespan_s"]) <= 0.05 * simulated["makespan_s"] + 0.5
    kept = real["makespan_s"] <= most and near and (real["steals"] > 0 or not unknown)
    print(
        f'| {pair["name"]} | {pair["load"].split()[0]} | {real["makespan_s"]:.2f} | {real["lower_bound_s"]:.2f} | {most:.2f}'
        f' | {simulated["makespan_s"]:.2f} | {"yes" if near else "NO"} | {real["steals"]} | {"yes" if kept else "NO"} |'
    )

"""Prints, per worker, the milliseconds from its announcement to its first task, both by the clock of the broker."""
import json
import re
import sys
from datetime import datetime
from pathlib import Path

work = Path(sys.argv[1])
events = [json.loads(line) for line in open(work / "out/events.jsonl")]
announced = {}
for line in open(work / "monitor.log"):
    found = re.match(r'\+?([0-9.]+) \[.*lua\] "HSET" "vnp:workers" "(w[1-9])"', line)
    if found:
        announced.setdefault(found.group(2), float(found.group(1)))


def seconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


for worker, start in sorted(announced.items()):
    first = next(e for e in events if e.get("destination") == worker and e["type"] in ("steal", "retry", "adopt"))
    print(json.dumps({
        "worker": worker,
        "first_task": first["type"],
        "announced_to_first_task_ms": round(1000 * (seconds(first["time"]) - start)),
    }))

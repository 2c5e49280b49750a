"""Prints, per lease, the seconds from the SIGKILL of a worker to the take of its task by another one."""
import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

server, leases = sys.argv[1], sys.argv[2:] or ["30s", "6s", "3s"]


def wait_for(text, file, seconds=180):
    for _ in range(seconds * 10):
        if file.exists() and text in file.read_text(errors="replace"):
            return
        time.sleep(0.1)
    sys.exit(f"no '{text}' in {file}:\n{file.read_text(errors='replace')}")


def seconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def measure(lease):
    running = []
    with tempfile.TemporaryDirectory(prefix="recovery-") as folder:
        work = Path(folder)
        port = str(random.randint(20000, 30000))
        redis = f"redis://127.0.0.1:{port}"

        def start(name, *command):
            log = open(work / f"{name}.log", "w")
            process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
            running.append(process)
            return process

        def worker(name, speed):
            return start(name, "./virnucpro", "worker", "--redis", redis, "--name", name, "--engine", "synthetic",
                         "--speed", speed, "--drain-timeout", "1s", "--data-root", f"d={work}")

        try:
            subprocess.run(["python3", "benchmarks/idle-gap/make_input.py", "60", str(work / "in.fa")], check=True)
            start("redis", server, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder)
            time.sleep(1)
            start("coordinator", "./virnucpro", "coordinator", "--redis", redis, "--lease", lease, "--data-root", f"d={work}")
            victim = worker("victim", "0.001")
            wait_for("starts", work / "victim.log")
            client = start("predict", "./virnucpro", "predict", "--redis", redis, "--engine", "synthetic", "--data-root",
                           f"d={work}", "-o", str(work / "out"), str(work / "in.fa"))
            wait_for("joined run", work / "victim.log")
            worker("other", "1")
            wait_for("joined run", work / "other.log")
            time.sleep(2)
            victim.kill()
            killed = time.time()
            if client.wait(300) != 0:
                sys.exit((work / "predict.log").read_text())
            events = [json.loads(line) for line in open(work / "out/events.jsonl")]
            back = next(e for e in events if e["type"] == "requeue" and e["source"] == "victim")
            again = next(e for e in events if e["type"] == "retry" and e["task"] == back["task"])
            return {
                "lease": lease,
                "killed_to_queued_again_s": round(seconds(back["time"]) - killed, 2),
                "killed_to_running_again_s": round(seconds(again["time"]) - killed, 2),
                "reason": back["reason"],
            }
        finally:
            for process in reversed(running):
                process.kill()
                process.wait()


for lease in leases:
    print(json.dumps(measure(lease)), flush=True)

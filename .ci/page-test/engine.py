#!/usr/bin/env python3
"""An engine for the test of the page: takes its time, and rejects sequences that hold a text while a file is there.
Usage: engine.py FILE TEXT"""
import array, json, os, sys, time

fault, text = sys.argv[1:]
pipe = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)
WIDTHS = {"dnabert": 48, "esm2": 64}


def send(header, payload=b""):
    pipe.write(json.dumps(header).encode() + b"\n" + payload)
    pipe.flush()


for line in sys.stdin.buffer:
    message = json.loads(line)
    if message["type"] == "hello":
        send({"type": "ready", "protocol": 1, "device": "page test",
              "models": {part: {"width": WIDTHS[part]} for part in message["models"]}})
    elif message["type"] == "embed":
        time.sleep(0.15)
        sequences = message["sequences"]
        if os.path.exists(fault) and any(text in sequence for sequence in sequences):
            send({"type": "error", "id": message["id"], "message": "this sequence is asked to fail", "sequence": 0})
            continue
        width = WIDTHS[message["model"]]
        rows = [[(hash((len(sequence), column)) % 1000) / 1000 for column in range(width)] for sequence in sequences]
        send({"type": "embeddings", "id": message["id"], "rows": len(rows), "columns": width},
             array.array("f", [number for row in rows for number in row]).tobytes())

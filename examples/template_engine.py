#!/usr/bin/env python3
"""A VirNucPro engine for any model: fill in load() and embed(). The protocol is docs/engine-protocol.md."""
import array, json, os, signal, sys

signal.signal(signal.SIGINT, signal.SIG_IGN)            # Ctrl-C is the worker's business; it closes our stdin
pipe = os.fdopen(os.dup(1), "wb")                       # answers go here ...
os.dup2(2, 1)                                           # ... and whatever a library prints goes to the log

def load(part, folder, weights):                        # part: "dnabert" (gets bases) or "esm2" (gets residues)
    return 8                                            # load your model here; return the width of its embeddings


def embed(part, sequences):                             # one list of numbers per sequence, each as long as the width
    return [[float(sequence.count(letter)) for letter in "ACGTLKES"] for sequence in sequences]


def send(header, payload=b""):
    pipe.write(json.dumps(header).encode() + b"\n" + payload)
    pipe.flush()


for line in sys.stdin.buffer:
    message = json.loads(line)
    if message["type"] == "hello":
        widths = {part: {"width": load(part, m["folder"], m["weights"])} for part, m in message["models"].items()}
        send({"type": "ready", "protocol": 1, "device": "template", "models": widths})
    elif message["type"] == "embed":
        rows = embed(message["model"], message["sequences"])
        header = {"type": "embeddings", "id": message["id"], "rows": len(rows), "columns": len(rows[0])}
        send(header, array.array("f", [number for row in rows for number in row]).tobytes())

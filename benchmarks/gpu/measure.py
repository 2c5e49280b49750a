"""Measures one model: our engine and PyTorch on the same sequences of the same random weights, numbers compared, one JSON file.
What is done is kept in the work folder, so that a run that was stopped goes on. See README.md; `run` calls this."""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy
import torch

import make_model
import reference

TIME_IS_UP = 75
BATCH_TOKENS = 16_384
ENOUGH = {"cosine": 0.9999, "labels": 0.998}


class Run:
    def __init__(self, options):
        self.options = options
        self.began = time.monotonic()
        self.work = Path(options.work) / options.model
        self.model = self.work / "model"
        self.fasta = self.work / f"sequences-{options.sequences}.fa"
        self.state_file = self.work / f"state-{options.engine}-{options.device}-{options.sequences}.json"
        self.work.mkdir(parents=True, exist_ok=True)
        self.state = json.loads(self.state_file.read_text()) if self.state_file.exists() else {}
        self.cuda = options.device == "cuda"
        self.gpu_engine = options.engine == "cuda"
        self.half = torch.float16 if self.cuda else torch.float32

    def left(self):
        return self.options.limit - (time.monotonic() - self.began)

    def step(self, name, needed, action):
        """Once in all calls; ends this call when there may be too little time for it."""
        if name in self.state:
            return
        if self.left() < needed:
            print(f"measure: no time for '{name}' of {self.options.model}: call again", file=sys.stderr)
            sys.exit(TIME_IS_UP)
        print(f"measure: {self.options.model}: {name}", file=sys.stderr, flush=True)
        self.state[name] = action()
        partial = self.state_file.with_suffix(".part")
        partial.write_text(json.dumps(self.state))
        partial.rename(self.state_file)

    def make(self):
        make_model.make(self.options.model, self.model)
        make_model.sequences(self.options.model, self.options.sequences, self.fasta)
        return True

    def ours(self, precision, seconds, *more):
        command = [self.options.program, "bench", "embed", "--model", self.model, "--sequences", self.fasta, "--engine",
                   self.options.engine, "--seconds", seconds, "--save", self.work / f"ours-{precision}.npy", "--json", *more]
        if self.gpu_engine:
            command += ["--precision", precision]
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, timeout=max(self.left(), 1))
        if done.returncode:
            sys.exit(f"measure: exit code {done.returncode} of: {' '.join(map(str, command))}")
        return json.loads(done.stdout)

    def tokens(self):
        return [json.loads(line) for line in open(self.work / "tokens.json")]

    def numerics(self):
        """Our embeddings, and PyTorch's in half precision, against PyTorch's in float32."""
        ids = self.tokens()[: self.options.compared]
        exact = self.embeddings(ids, torch.float32)
        result = {"sequences": len(ids), "ours": compare(self.saved("fp16" if self.gpu_engine else "fp32", len(ids)), exact)}
        if self.gpu_engine:
            result["ours_fp32"] = compare(self.saved("fp32", len(ids)), exact)
        if self.cuda:
            result["pytorch_fp16"] = compare(self.embeddings(ids, torch.float16), exact)
        return result

    def saved(self, precision, count):
        return torch.from_numpy(numpy.load(self.work / f"ours-{precision}.npy")[:count])

    def embeddings(self, ids, dtype):
        model = reference.open_model(self.model, self.options.device, dtype)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        rows = torch.cat([model.padded(batch).cpu() for batch in batches([ids[i] for i in order])])
        unsorted = torch.empty_like(rows)
        unsorted[order] = rows
        return unsorted

    def pytorch(self, name):
        ids = self.tokens()
        if name == "padded, sorted by length":
            ids = sorted(ids, key=len)
        if name == "transformers, padded":
            embed = transformers_esm2(self.model, self.options.device, self.half)
        else:
            model = reference.open_model(self.model, self.options.device, self.half)
            embed = model.packed if name == "packed" else model.padded
        how = None
        for batch in batches(ids)[:3]:  # warm-up
            answer = embed(batch)
            how = answer[1] if isinstance(answer, tuple) else None
        begin, rounds = self.now(), 0
        while rounds == 0 or self.now() - begin < self.options.seconds:
            for batch in batches(ids):
                embed(batch)
            rounds += 1
        seconds = self.now() - begin
        tokens = rounds * sum(map(len, ids))
        return {"tokens_per_second": tokens / seconds, "seconds": seconds, "rounds": rounds, "tokens": tokens, "how": how}

    def perhaps(self, name):
        """What this PyTorch, or what is installed with it, may not be able to do."""
        try:
            return self.pytorch(name)
        except Exception as failure:  # says so instead of a figure
            return {"tokens_per_second": None, "why": f"{type(failure).__name__}: {failure}"[:300]}

    def peak(self):
        """The fastest this device multiplies: 8192 x 8192 x 8192 in float16, random numbers."""
        if not self.cuda:
            return None
        a, b = (torch.randn(8192, 8192, device="cuda", dtype=torch.float16) for _ in range(2))
        for _ in range(10):
            a @ b
        begin, rounds = self.now(), 100
        for _ in range(rounds):
            a @ b
        return rounds * 2 * 8192**3 / (self.now() - begin)

    def now(self):
        if self.cuda:
            torch.cuda.synchronize()
        return time.perf_counter()

    def result(self):
        state, mean = self.state, sum(map(len, self.tokens())) / len(self.tokens())
        flops = make_model.flops_per_token(self.options.model, mean)
        speed = state["ours"]["tokens_per_second"]
        padded = [state[k]["tokens_per_second"] for k in state if "padded" in k and state[k]["tokens_per_second"]]
        packed = state.get("packed", {}).get("tokens_per_second")
        return {
            "model": self.options.model, "device": device(self.cuda), "versions": versions(self.options.program),
            "engine": self.options.engine, "precision": "fp16" if self.gpu_engine else "fp32", "mean_tokens": mean, "flops_per_token": flops,
            "tokens_per_second": speed, "pytorch_padded": max(padded), "pytorch_packed": packed,
            "times_pytorch_padded": speed / max(padded), "times_pytorch_packed": speed / packed if packed else None,
            "peak_flops": state["peak"], "share_of_peak": speed * flops / state["peak"] if state["peak"] else None,
            "numerics_pass": state["numerics"]["ours"]["cosine_min"] > ENOUGH["cosine"]
            and state["numerics"]["ours"]["same_labels"] >= ENOUGH["labels"],
            "steps": state,
        }


def batches(ids):
    """As they come, to about BATCH_TOKENS with padding."""
    result, batch, longest = [], [], 0
    for tokens in ids:
        longest = max(longest, len(tokens))
        if batch and longest * (len(batch) + 1) > BATCH_TOKENS:
            result.append(batch)
            batch, longest = [], len(tokens)
        batch.append(tokens)
    return result + [batch]


def transformers_esm2(folder, device, dtype):
    """ESM-2 as its users run it."""
    from transformers import EsmModel

    model = EsmModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa").to(device, dtype).eval()

    def embed(batch):
        longest = max(map(len, batch))
        ids = torch.tensor([tokens + [1] * (longest - len(tokens)) for tokens in batch], device=device)
        mask = (ids != 1).long()
        with torch.inference_mode():
            states = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)

    return embed


def compare(ours, exact):
    """Cosine of each embedding; label of each by a random classifier on standardised features."""
    ours, exact = ours.double(), exact.double()
    cosine = torch.nn.functional.cosine_similarity(ours, exact)
    spread = exact.std(0) + 1e-12
    head = torch.randn(exact.shape[1], generator=torch.Generator().manual_seed(1), dtype=torch.double)
    labels = [((x - exact.mean(0)) / spread) @ head > 0 for x in (ours, exact)]
    return {
        "cosine_min": cosine.min().item(), "cosine_mean": cosine.mean().item(),
        "largest_difference": (ours - exact).abs().max().item(), "scale": exact.abs().mean().item(),
        "same_labels": (labels[0] == labels[1]).double().mean().item(),
    }


def device(cuda):
    return torch.cuda.get_device_name() if cuda else platform.processor() or platform.machine()


def versions(program):
    found = {"torch": torch.__version__, "cuda": torch.version.cuda, "python": platform.python_version()}
    for library in ("transformers", "flash_attn"):
        try:
            found[library] = __import__(library).__version__
        except Exception:
            found[library] = None
    found["virnucpro"] = subprocess.run([program, "--version"], stdout=subprocess.PIPE, text=True).stdout.splitlines()
    if torch.cuda.is_available():
        asked = ["nvidia-smi", "--query-gpu=driver_version,power.limit,clocks.max.sm", "--format=csv,noheader"]
        found["driver, power limit, clock"] = subprocess.run(asked, stdout=subprocess.PIPE, text=True).stdout.strip()
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--device", choices=["cuda", "cpu"], required=True)
    parser.add_argument("--engine", choices=["cuda", "cpu"], required=True, help="ours; --device is PyTorch's")
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--limit", type=float, required=True, help="seconds of this call")
    parser.add_argument("--seconds", type=float, default=10, help="of each measurement")
    parser.add_argument("--sequences", type=int, default=4096)
    parser.add_argument("--compared", type=int, default=512)
    run = Run(parser.parse_args())
    large = run.options.model == "esm2-3b"
    run.step("make", 90 if large else 5, run.make)
    seconds = run.options.seconds
    tokens = ["--save-tokens", run.work / "tokens.json"]
    run.step("ours", 120 if large else 10, lambda: run.ours("fp16" if run.gpu_engine else "fp32", seconds, "--kernels", *tokens))
    if run.gpu_engine:
        run.step("ours fp32", 120 if large else 10, lambda: run.ours("fp32", 0, "--warmup", 0))
    run.step("numerics", 90 if large else 10, run.numerics)
    run.step("padded", 60 if large else 5, lambda: run.pytorch("padded"))
    run.step("padded, sorted by length", 60 if large else 5, lambda: run.pytorch("padded, sorted by length"))
    if run.options.model in make_model.ESM2:
        run.step("packed", 60 if large else 5, lambda: run.perhaps("packed"))
        run.step("transformers, padded", 60 if large else 5, lambda: run.perhaps("transformers, padded"))
    run.step("peak", 5, run.peak)
    result = json.dumps(run.result(), indent=1)
    partial = Path(run.options.out + ".part")
    partial.write_text(result + "\n")
    os.replace(partial, run.options.out)
    print(json.dumps({k: v for k, v in run.result().items() if k != "steps"}))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""VirNucPro's language models on PyTorch, as an engine program (docs/engine-protocol.md).

    virnucpro predict contigs.fa -o out --models models --engine process \
        --engine-command "python3 examples/pytorch_engine.py"

Needs PyTorch 1.13 or newer and nothing else: ESM-2 and DNABERT-2/-S are written out below, and safetensors files (also
sharded), Hugging Face folders and fair-esm .pt files are read here. Pickles are read with a short list of allowed names.

--device cpu|cuda      default: cuda when there is a GPU
--precision fp32|fp16  default: fp16 on a GPU, fp32 elsewhere. fp16 means matrix products; norms, softmax and sums are fp32
--batch-tokens N       tokens of one forward pass, padding included. Default: 16384 on a GPU; 1 on a processor, which is
                       one sequence at a time: a row then never depends on the rest of its batch, not even in its last bit
--threads N            threads of one matrix product on a processor; default 1, for the same reason
"""
import argparse
import collections
import ctypes
import heapq
import io
import json
import math
import os
import pickle
import re
import signal
import sys
import zipfile

import torch
import torch.nn.functional as F


def log(text):
    print("pytorch_engine: " + text, file=sys.stderr, flush=True)


# ---- files -----------------------------------------------------------------------------------------------------------

SAFETENSORS = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}


def read_safetensors(path):
    tensors = {}
    with open(path, "rb") as file:
        data = 8 + int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(data - 8))
        for name, entry in header.items():
            if name == "__metadata__" or entry["dtype"] not in SAFETENSORS:
                continue
            begin, end = entry["data_offsets"]
            file.seek(data + begin)
            raw = bytearray(file.read(end - begin))
            flat = torch.frombuffer(raw, dtype=SAFETENSORS[entry["dtype"]]) if raw else torch.empty(0)
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


class CheckpointUnpickler(pickle.Unpickler):
    """Makes tensors and plain containers; every other name in a file is refused, so that no code in it runs.
    (torch.load of PyTorch 1.13 ignores a pickle module that it is given, hence a reader of our own.)"""

    TYPES = {"FloatStorage": torch.float32, "HalfStorage": torch.float16, "BFloat16Storage": torch.bfloat16,
             "DoubleStorage": torch.float64, "LongStorage": torch.int64, "IntStorage": torch.int32}
    CLASSES = {("collections", "OrderedDict"): collections.OrderedDict,
               ("argparse", "Namespace"): argparse.Namespace,
               ("torch._utils", "_rebuild_tensor_v2"): lambda storage, offset, size, stride, *rest:
                   torch.as_strided(storage, size, stride, offset),
               ("torch._utils", "_rebuild_parameter"): lambda tensor, *rest: tensor}

    def __init__(self, file, storage):
        super().__init__(file)
        self.storage = storage

    def find_class(self, module, name):
        if module == "torch" and name in self.TYPES:
            return self.TYPES[name]
        if (module, name) in self.CLASSES:
            return self.CLASSES[module, name]
        raise pickle.UnpicklingError(f"refused: the file names {module}.{name}")

    def persistent_load(self, pid):
        _, dtype, key, _, count = pid[:5]
        return self.storage(key, dtype, count)


def read_zip(path):
    """torch.save since PyTorch 1.6: a zip file of one pickle and one entry per storage."""
    with zipfile.ZipFile(path) as archive:
        pickled = next(name for name in archive.namelist() if name.endswith("data.pkl"))
        storages = {}

        def storage(key, dtype, count):
            if key not in storages:
                raw = bytearray(archive.read(pickled[:-len("data.pkl")] + "data/" + key))
                storages[key] = torch.frombuffer(raw, dtype=dtype) if raw else torch.empty(0, dtype=dtype)
            return storages[key]

        return CheckpointUnpickler(io.BytesIO(archive.read(pickled)), storage).load()


def read_legacy(file):
    """torch.save before PyTorch 1.6: magic number, protocol, system, the object, keys; then the storages one by one."""
    storages = {}

    def storage(key, dtype, count):
        return storages.setdefault(key, torch.empty(count, dtype=dtype))

    _, _, _, content, keys = (CheckpointUnpickler(file, storage).load() for _ in range(5))
    for key in keys:
        target = storages[key]
        file.seek(8, os.SEEK_CUR)  # the count, known from the pickle
        raw = bytearray(file.read(target.numel() * target.element_size()))
        if raw:
            target.copy_(torch.frombuffer(raw, dtype=target.dtype))
    return content


def read_torch(path):
    if zipfile.is_zipfile(path):
        return read_zip(path)
    with open(path, "rb") as file:
        return read_legacy(file)


def read_weights(path):
    """The tensors of a checkpoint by name, and the configuration of a fair-esm file."""
    if path.endswith(".index.json"):
        with open(path) as file:
            shards = sorted(set(json.load(file)["weight_map"].values()))
        tensors = {}
        for shard in shards:
            tensors.update(read_weights(os.path.join(os.path.dirname(path), shard))[0])
        return tensors, None
    with open(path, "rb") as file:
        start = file.read(8)
    if start[4:] == b"\0\0\0\0":
        return read_safetensors(path), None
    content = read_torch(path)
    if "cfg" in content:
        prefix = re.compile(r"^encoder\.(sentence_encoder\.)?")
        cfg = content["cfg"]["model"]
        return ({prefix.sub("", name): tensor for name, tensor in content["model"].items()},
                cfg if isinstance(cfg, dict) else vars(cfg))
    return content.get("model", content), None


# ---- models ----------------------------------------------------------------------------------------------------------

class Weights:
    """Tensors below a prefix; matrices in the precision of the products, everything else in float32."""

    def __init__(self, tensors, prefix, device, dtype):
        self.tensors, self.prefix, self.device, self.dtype = tensors, prefix, device, dtype

    def get(self, name):
        return self.tensors[self.prefix + name].to(self.device, torch.float32)

    def linear(self, name, bias=True):
        weight = self.get(name + ".weight").to(self.dtype)
        return weight, self.get(name + ".bias").to(self.dtype) if bias else None

    def norm(self, name):
        return self.get(name + ".weight"), self.get(name + ".bias")


def first_prefix(tensors, prefixes, name):
    for prefix in prefixes:
        if prefix + name in tensors:
            return prefix
    return None


def linear(x, weights):
    return F.linear(x.to(weights[0].dtype), *weights)


def norm(x, weights, eps):
    return F.layer_norm(x, x.shape[-1:], *weights, eps)


def heads(x, count):  # [batch, tokens, width] to [batch, heads, tokens, width / heads]
    return x.unflatten(-1, (count, -1)).transpose(1, 2)


def attend(scores, value):  # softmax in float32 whatever the products are
    return torch.matmul(scores.float().softmax(-1).to(value.dtype), value).transpose(1, 2).flatten(2)


class Esm2:
    """Lin et al. 2023; the mean over at most the first 1024 residues, as VirNucPro takes it."""

    ALPHABET = ["<cls>", "<pad>", "<eos>", "<unk>"] + list("LAGVSERTIDPKQNFYMHWCXBUZO.-") + ["<null_1>", "<mask>"]
    IDS = {letter: number for number, letter in enumerate(ALPHABET) if len(letter) == 1}
    HUGGING_FACE = ("embeddings.word_embeddings.weight", "encoder.layer.{}.attention.LayerNorm",
                    "encoder.layer.{}.attention.self.query", "encoder.layer.{}.attention.self.key",
                    "encoder.layer.{}.attention.self.value", "encoder.layer.{}.attention.output.dense",
                    "encoder.layer.{}.LayerNorm", "encoder.layer.{}.intermediate.dense",
                    "encoder.layer.{}.output.dense", "encoder.layer.{}.attention.self.rotary_embeddings.inv_freq",
                    "encoder.emb_layer_norm_after")
    FAIR_ESM = ("embed_tokens.weight", "layers.{}.self_attn_layer_norm", "layers.{}.self_attn.q_proj",
                "layers.{}.self_attn.k_proj", "layers.{}.self_attn.v_proj", "layers.{}.self_attn.out_proj",
                "layers.{}.final_layer_norm", "layers.{}.fc1", "layers.{}.fc2",
                "layers.{}.self_attn.rot_emb.inv_freq", "emb_layer_norm_after")
    RESCALE = 1 - 0.15 * 0.8  # of the training's hidden tokens; also where none is hidden
    POOLED = 1024

    def __init__(self, tensors, config, device, dtype):
        fair = first_prefix(tensors, ("", "encoder.", "encoder.sentence_encoder."), self.FAIR_ESM[0])
        names = self.HUGGING_FACE if fair is None else self.FAIR_ESM
        prefix = first_prefix(tensors, ("esm.", ""), names[0]) if fair is None else fair
        w = Weights(tensors, prefix, device, dtype)
        self.heads = config.get("num_attention_heads") or config["encoder_attention_heads"]
        layers = config.get("num_hidden_layers") or config["encoder_layers"]
        self.eps = config.get("layer_norm_eps", 1e-5)
        self.embedding = w.get(names[0]) * (self.RESCALE if config.get("token_dropout", True) else 1)
        self.width = self.embedding.shape[1]
        head = self.width // self.heads
        frequencies = names[9].format(0)
        if w.prefix + frequencies in tensors:
            self.frequencies = w.get(frequencies)
        else:
            self.frequencies = 10000 ** -(torch.arange(0, head, 2, device=device).float() / head)
        self.layers = [
            {"attention_norm": w.norm(names[1].format(i)), "query": w.linear(names[2].format(i)),
             "key": w.linear(names[3].format(i)), "value": w.linear(names[4].format(i)),
             "output": w.linear(names[5].format(i)), "forward_norm": w.norm(names[6].format(i)),
             "expand": w.linear(names[7].format(i)), "contract": w.linear(names[8].format(i))}
            for i in range(layers)]
        self.final_norm = w.norm(names[10])
        self.device = device

    def encode(self, sequence):
        ids, unknown = [0], False
        for letter in sequence:
            known = self.IDS.get(letter)
            if known is not None or not (letter.isspace() or unknown):
                ids.append(3 if known is None else known)
            unknown = known is None and not letter.isspace()
        return ids + [2]

    def rotate(self, x, cos, sin):
        left, right = x.float().chunk(2, -1)
        return torch.cat((left * cos - right * sin, right * cos + left * sin), -1).to(x.dtype)

    def forward(self, ids, lengths):
        positions = torch.arange(ids.shape[1], device=self.device)
        padding = positions >= lengths[:, None]
        angles = positions[:, None].float() * self.frequencies
        cos, sin = angles.cos(), angles.sin()
        x = self.embedding[ids].masked_fill(padding[..., None], 0)
        for layer in self.layers:
            y = norm(x, layer["attention_norm"], self.eps)
            query = heads(linear(y, layer["query"]) * (self.width // self.heads) ** -0.5, self.heads)
            key = heads(linear(y, layer["key"]), self.heads)
            value = heads(linear(y, layer["value"]), self.heads)
            scores = self.rotate(query, cos, sin) @ self.rotate(key, cos, sin).transpose(-1, -2)
            scores = scores.masked_fill(padding[:, None, None, :], -math.inf)
            x = x + linear(attend(scores, value), layer["output"]).float()
            y = norm(x, layer["forward_norm"], self.eps)
            x = x + linear(F.gelu(linear(y, layer["expand"])), layer["contract"]).float()
        x = norm(x, self.final_norm, self.eps)
        residues = (lengths - 2).clamp(max=self.POOLED)
        pooled = (positions >= 1) & (positions <= residues[:, None])
        return (x * pooled[..., None]).sum(1) / residues[:, None]


class Dnabert:
    """DNABERT-2 (Zhou et al. 2023) and DNABERT-S; the mean over all tokens, [CLS] and [SEP] included."""

    SPECIAL = {"unknown": "[UNK]", "before": "[CLS]", "after": "[SEP]"}

    def __init__(self, tensors, config, device, dtype, tokenizer):
        prefix = first_prefix(tensors, ("", "bert."), "embeddings.word_embeddings.weight")
        w = Weights(tensors, prefix, device, dtype)
        self.heads, self.eps = config["num_attention_heads"], config.get("layer_norm_eps", 1e-12)
        self.embedding = w.get("embeddings.word_embeddings.weight") + w.get(
            "embeddings.token_type_embeddings.weight")[0]
        self.width = self.embedding.shape[1]
        self.embedding_norm = w.norm("embeddings.LayerNorm")
        names = ("encoder.layer.%d." % i for i in range(config["num_hidden_layers"]))
        self.layers = [
            {"qkv": w.linear(n + "attention.self.Wqkv"), "output": w.linear(n + "attention.output.dense"),
             "attention_norm": w.norm(n + "attention.output.LayerNorm"),
             "gated": w.linear(n + "mlp.gated_layers", bias=False), "contract": w.linear(n + "mlp.wo"),
             "forward_norm": w.norm(n + "mlp.layernorm")}
            for n in names]
        self.slopes = torch.tensor(self.alibi_slopes(self.heads), device=device)
        self.device = device
        model = tokenizer["model"]
        self.vocabulary = model["vocab"]
        pairs = (tuple(m.split(" ")) if isinstance(m, str) else tuple(m) for m in model["merges"])
        self.ranks = {pair: rank for rank, pair in enumerate(pairs)}

    @staticmethod
    def alibi_slopes(count):
        def powers(m):
            return [2 ** (-8 * (k + 1) / m) for k in range(m)]
        power = 2 ** int(math.log2(count))
        return powers(power) + powers(2 * power)[0::2][: count - power]

    def encode(self, sequence):
        ids = [self.vocabulary["[CLS]"]]
        for word in re.findall(r"\w+|[^\w\s]+", sequence):
            ids += [self.vocabulary.get(token, self.vocabulary["[UNK]"]) for token in self.merge(list(word))]
        return ids + [self.vocabulary["[SEP]"]]

    def merge(self, tokens):
        """Byte-pair merges, lowest rank first, leftmost first: a heap of candidates over a linked list."""
        following = list(range(1, len(tokens))) + [-1]
        before = list(range(-1, len(tokens) - 1))
        heap = []

        def propose(left):
            if left >= 0 and following[left] >= 0:
                rank = self.ranks.get((tokens[left], tokens[following[left]]))
                if rank is not None:
                    heapq.heappush(heap, (rank, left))

        for left in range(len(tokens)):
            propose(left)
        while heap:
            rank, left = heapq.heappop(heap)
            right = following[left] if tokens[left] else -1
            if right < 0 or self.ranks.get((tokens[left], tokens[right])) != rank:
                continue  # one of the two was merged meanwhile
            tokens[left] += tokens[right]
            tokens[right] = ""
            following[left] = following[right]
            if following[right] >= 0:
                before[following[right]] = left
            propose(left)
            propose(before[left])
        return [token for token in tokens if token]

    def forward(self, ids, lengths):
        positions = torch.arange(ids.shape[1], device=self.device)
        padding = positions >= lengths[:, None]
        distance = (positions[:, None] - positions).abs().float()
        bias = -self.slopes[:, None, None] * distance
        bias = bias.masked_fill(padding[:, None, None, :], -math.inf)
        x = norm(self.embedding[ids], self.embedding_norm, self.eps)
        for layer in self.layers:
            query, key, value = (heads(part, self.heads) for part in linear(x, layer["qkv"]).chunk(3, -1))
            scores = (query @ key.transpose(-1, -2)).float() / math.sqrt(self.width // self.heads) + bias
            x = norm(linear(attend(scores, value), layer["output"]).float() + x, layer["attention_norm"], self.eps)
            gate, factor = linear(x, layer["gated"]).chunk(2, -1)
            x = norm(linear(F.gelu(gate) * factor, layer["contract"]).float() + x, layer["forward_norm"], self.eps)
        return x.masked_fill(padding[..., None], 0).sum(1) / lengths[:, None]


def load(part, folder, path, device, dtype):
    tensors, config = read_weights(path)
    if config is None:
        with open(os.path.join(folder, "config.json")) as file:
            config = json.load(file)
    if part == "esm2":
        return Esm2(tensors, config, device, dtype)
    with open(os.path.join(folder, "tokenizer.json")) as file:
        return Dnabert(tensors, config, device, dtype, json.load(file))


# ---- batches ---------------------------------------------------------------------------------------------------------

def embed(model, sequences, batch_tokens):
    """Float32 [sequences, width]. Sequences of similar length share a forward pass."""
    encoded = [model.encode(sequence) for sequence in sequences]
    rows = torch.empty(len(sequences), model.width)
    waiting = sorted(range(len(sequences)), key=lambda index: len(encoded[index]))
    while waiting:
        count = 1
        while count < len(waiting) and len(encoded[waiting[count]]) * (count + 1) <= batch_tokens:
            count += 1
        batch, waiting = waiting[:count], waiting[count:]
        longest = len(encoded[batch[-1]])
        ids = torch.tensor([encoded[i] + [0] * (longest - len(encoded[i])) for i in batch], device=model.device)
        lengths = torch.tensor([len(encoded[i]) for i in batch], device=model.device)
        rows[batch] = model.forward(ids, lengths).float().cpu()
    return rows


# ---- protocol --------------------------------------------------------------------------------------------------------

def die_with_the_worker():
    if sys.platform == "linux":  # also in the middle of a long computation
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--precision", choices=("fp32", "fp16"))
    parser.add_argument("--batch-tokens", type=int)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    on_gpu = options.device.startswith("cuda")
    half = options.precision == "fp16" or (options.precision is None and on_gpu)
    batch_tokens = options.batch_tokens or (16384 if on_gpu else 1)
    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    name = torch.cuda.get_device_name() if on_gpu else "processor"
    device = f"PyTorch {torch.__version__} on {name}, {'fp16' if half else 'fp32'}"

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's business; it closes our standard input
    die_with_the_worker()
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints belongs in the log

    def send(header, payload=b""):
        pipe.write(json.dumps(header).encode() + b"\n" + payload)
        pipe.flush()

    models = {}
    for line in sys.stdin.buffer:
        message = json.loads(line)
        try:
            if message["type"] == "hello":
                for part, files in message["models"].items():
                    dtype = torch.float16 if half else torch.float32
                    models[part] = load(part, files["folder"], files["weights"], options.device, dtype)
                    log(f"{part}: {len(models[part].layers)} layers of width {models[part].width} on {device}")
                widths = {part: {"width": model.width} for part, model in models.items()}
                send({"type": "ready", "protocol": 1, "device": device, "models": widths})
            elif message["type"] == "embed":
                rows = embed(models[message["model"]], message["sequences"], batch_tokens)
                header = {"type": "embeddings", "id": message["id"], "rows": rows.shape[0], "columns": rows.shape[1]}
                send(header, ctypes.string_at(rows.data_ptr(), rows.numel() * 4))
        except Exception as failure:  # the worker decides what a failure means
            log(f"{type(failure).__name__}: {failure}")
            send({"type": "error", "id": message.get("id"), "message": f"{type(failure).__name__}: {failure}"})


if __name__ == "__main__":
    main()

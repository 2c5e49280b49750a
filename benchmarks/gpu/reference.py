"""ESM-2 and DNABERT in plain PyTorch, written from the papers: padded batches, and packed ones where PyTorch can. Usage:
reference.py check FOLDER... compares with the expected embeddings of fixtures."""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def read(file, device, dtype):
    """All floating point tensors of a safetensors file."""
    data = torch.from_file(str(file), size=Path(file).stat().st_size, dtype=torch.uint8)
    length = int.from_bytes(data[:8].numpy().tobytes(), "little")
    header = json.loads(data[8 : 8 + length].numpy().tobytes())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] in DTYPES:
            begin, end = entry["data_offsets"]
            raw = data[8 + length + begin : 8 + length + end]
            keep = torch.float32 if name.endswith("inv_freq") else dtype
            values = torch.frombuffer(bytearray(raw.numpy().tobytes()), dtype=DTYPES[entry["dtype"]])
            tensors[name] = values.reshape(entry["shape"]).to(device=device, dtype=keep)
    return tensors


def attend(q, k, v, bias):
    """[batch, heads, tokens, d] each; bias is added to the scaled products."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    return torch.softmax((scores + bias).float(), -1).to(q.dtype) @ v


def attend_packed(q, k, v, lengths, offsets):
    """[tokens, heads, d] each; every sequence by itself, without padding. Raises where this PyTorch cannot."""
    try:
        from flash_attn import flash_attn_varlen_func

        longest = int(lengths.max())
        return flash_attn_varlen_func(q, k, v, offsets, offsets, longest, longest), "flash_attn"
    except ImportError:
        pass
    jagged = [
        torch.nested.nested_tensor_from_jagged(x, offsets.long(), max_seqlen=int(lengths.max())).transpose(1, 2)
        for x in (q, k, v)
    ]
    return F.scaled_dot_product_attention(*jagged).transpose(1, 2).values(), "nested tensors"


def rotate(x, cos, sin):
    first, second = x.chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1)


class Model:
    """What both kinds share: the embedding of a batch of token ids."""

    def __init__(self, folder, device, dtype):
        self.config = json.loads((Path(folder) / "config.json").read_text())
        self.weights = read(Path(folder) / "model.safetensors", device, dtype)
        self.heads = self.config["num_attention_heads"]
        self.layers = self.config["num_hidden_layers"]
        self.epsilon = self.config["layer_norm_eps"]
        self.device, self.dtype = device, dtype

    def linear(self, name, x):
        return F.linear(x, self.weights[name + ".weight"], self.weights.get(name + ".bias"))

    def norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], self.weights[name + ".weight"], self.weights[name + ".bias"], self.epsilon)

    def padded(self, batch):
        """A list of lists of token ids -> float32 [sequences, hidden]."""
        with torch.inference_mode():
            longest = max(map(len, batch))
            ids = torch.full((len(batch), longest), 1, dtype=torch.long)
            for i, tokens in enumerate(batch):
                ids[i, : len(tokens)] = torch.tensor(tokens)
            lengths = torch.tensor([len(tokens) for tokens in batch])
            ids, lengths = ids.to(self.device), lengths.to(self.device)
            real = torch.arange(longest, device=self.device) < lengths[:, None]
            states = self.states(ids, real).float()
            counted = self.counted(real, lengths)
            return (states * counted[..., None]).sum(1) / counted.sum(1, keepdim=True)


class Esm2(Model):
    def __init__(self, folder, device, dtype):
        super().__init__(folder, device, dtype)
        if not any(name.startswith("esm.") for name in self.weights):
            self.weights = {"esm." + name: tensor for name, tensor in self.weights.items()}

    def counted(self, real, lengths):
        places = torch.arange(real.shape[1], device=self.device)
        return ((places > 0) & (places < lengths[:, None] - 1)).float()  # residues only

    def embed(self, ids):
        return F.embedding(ids, self.weights["esm.embeddings.word_embeddings.weight"]) * 0.88  # token dropout

    def tables(self, positions):
        angles = positions[:, None].float() * self.frequencies()
        return angles.cos().to(self.dtype), angles.sin().to(self.dtype)

    def frequencies(self):
        stored = self.weights.get("esm.encoder.layer.0.attention.self.rotary_embeddings.inv_freq")
        if stored is not None:
            return stored
        d = self.config["hidden_size"] // self.heads
        return 10000.0 ** (-torch.arange(0, d, 2, dtype=torch.float32, device=self.device) / d)

    def layer(self, i, x, attention):
        name = f"esm.encoder.layer.{i}."
        y = self.norm(name + "attention.LayerNorm", x)
        parts = [self.linear(name + "attention.self." + part, y) for part in ("query", "key", "value")]
        x = x + self.linear(name + "attention.output.dense", attention(*parts))
        y = self.norm(name + "LayerNorm", x)
        return x + self.linear(name + "output.dense", F.gelu(self.linear(name + "intermediate.dense", y)))

    def states(self, ids, real):
        rows, tokens = ids.shape
        cos, sin = self.tables(torch.arange(tokens, device=self.device))
        bias = torch.where(real, 0.0, float("-inf"))[:, None, None, :].to(self.dtype)

        def attention(q, k, v):
            q, k, v = (x.view(rows, tokens, self.heads, -1).transpose(1, 2) for x in (q, k, v))
            return attend(rotate(q, cos, sin), rotate(k, cos, sin), v, bias).transpose(1, 2).reshape(rows, tokens, -1)

        x = self.embed(ids)
        for i in range(self.layers):
            x = self.layer(i, x, attention)
        return self.norm("esm.encoder.emb_layer_norm_after", x)

    def packed(self, batch):
        """The same without padding. Returns the embeddings and how attention was computed."""
        with torch.inference_mode():
            lengths = torch.tensor([len(tokens) for tokens in batch])
            offsets = F.pad(lengths.cumsum(0), (1, 0)).int()
            ids = torch.tensor([token for tokens in batch for token in tokens], device=self.device)
            places = torch.cat([torch.arange(n) for n in lengths.tolist()])
            last = (lengths - 1).repeat_interleave(lengths)
            counted = ((places > 0) & (places < last)).float().to(self.device)
            cos, sin = (x[:, None] for x in self.tables(places.to(self.device)))
            owner = torch.arange(len(batch)).repeat_interleave(lengths).to(self.device)
            lengths, offsets = lengths.to(self.device), offsets.to(self.device)
            how = ""

            def attention(q, k, v):
                nonlocal how
                q, k, v = (x.view(len(ids), self.heads, -1) for x in (q, k, v))
                mixed, how = attend_packed(rotate(q, cos, sin), rotate(k, cos, sin), v, lengths, offsets)
                return mixed.reshape(len(ids), -1)

            x = self.embed(ids)
            for i in range(self.layers):
                x = self.layer(i, x, attention)
            x = self.norm("esm.encoder.emb_layer_norm_after", x).float() * counted[:, None]
            sums = torch.zeros(len(batch), x.shape[1], device=self.device).index_add_(0, owner, x)
            return sums / (lengths - 2).clamp(min=1)[:, None], how


class Dnabert(Model):
    def __init__(self, folder, device, dtype):
        super().__init__(folder, device, dtype)
        self.weights = {name.removeprefix("bert."): tensor for name, tensor in self.weights.items()}

    def counted(self, real, lengths):
        return real.float()

    def slopes(self):
        def powers(count):
            return [2 ** (-8 * (k + 1) / count) for k in range(count)]

        largest = 2 ** int(math.log2(self.heads))
        return torch.tensor((powers(largest) + powers(2 * largest)[::2])[: self.heads], device=self.device)

    def states(self, ids, real):
        rows, tokens = ids.shape
        places = torch.arange(tokens, device=self.device)
        alibi = -self.slopes()[:, None, None] * (places[:, None] - places).abs()
        bias = (alibi + torch.where(real, 0.0, float("-inf"))[:, None, None, :]).to(self.dtype)
        x = F.embedding(ids, self.weights["embeddings.word_embeddings.weight"])
        x = self.norm("embeddings.LayerNorm", x + self.weights["embeddings.token_type_embeddings.weight"][0])
        for i in range(self.layers):
            name = f"encoder.layer.{i}."
            parts = self.linear(name + "attention.self.Wqkv", x).chunk(3, -1)
            q, k, v = (part.reshape(rows, tokens, self.heads, -1).transpose(1, 2) for part in parts)
            mixed = attend(q, k, v, bias).transpose(1, 2).reshape(rows, tokens, -1)
            mixed = self.linear(name + "attention.output.dense", mixed)
            x = self.norm(name + "attention.output.LayerNorm", mixed + x)
            gate, value = self.linear(name + "mlp.gated_layers", x).chunk(2, -1)
            x = self.norm(name + "mlp.layernorm", self.linear(name + "mlp.wo", F.gelu(gate) * value) + x)
        return x


def open_model(folder, device, dtype):
    kind = json.loads((Path(folder) / "config.json").read_text())["model_type"]
    return (Esm2 if kind == "esm" else Dnabert)(folder, device, dtype)


def check(folder):
    """Against embeddings that other code computed. Returns the largest difference."""
    import numpy

    folder = Path(folder)
    model = open_model(folder, "cpu", torch.float32)
    kind = "mean_residues" if isinstance(model, Esm2) else "mean_all_tokens"
    expected = torch.from_numpy(numpy.load(folder / "expected" / (kind + ".npy")))
    ids = [entry["token_ids"] for entry in json.loads((folder / "expected/inputs.json").read_text())["sequences"]]
    worst = (model.padded(ids) - expected).abs().max().item()
    print(f"{folder}: largest difference {worst:.1e}")
    return worst


if __name__ == "__main__":
    sys.exit(max(check(folder) for folder in sys.argv[2:]) > 2e-5)

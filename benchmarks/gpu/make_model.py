"""Writes an ESM-2 or DNABERT model of a given size with random weights, and sequences for it: float16 safetensors as the
Hugging Face layout names them. Random weights take as long as trained ones. Usage: make_model.py NAME FOLDER"""

import itertools
import json
import random
import sys
from pathlib import Path

import torch

ESM2 = {  # layers, hidden, heads: the published sizes
    "esm2-tiny": (2, 64, 4),
    "esm2-8m": (6, 320, 20),
    "esm2-35m": (12, 480, 20),
    "esm2-150m": (30, 640, 20),
    "esm2-650m": (33, 1280, 20),
    "esm2-3b": (36, 2560, 40),
}
DNABERT = {"dnabert-tiny": (2, 96, 12), "dnabert-s": (12, 768, 12)}
SEED = 20261124
FILE = "model.safetensors"


def esm2_tensors(layers, hidden, heads):
    """Name, shape, kind; kind says how it is drawn."""
    yield "esm.embeddings.word_embeddings.weight", (33, hidden), "embedding"
    for i in range(layers):
        layer = f"esm.encoder.layer.{i}."
        for norm in ("attention.LayerNorm", "LayerNorm"):
            yield from normed(layer + norm, hidden)
        for part in ("query", "key", "value"):
            yield from linear(layer + "attention.self." + part, hidden, hidden)
        yield layer + "attention.self.rotary_embeddings.inv_freq", (hidden // heads // 2,), "frequencies"
        yield from linear(layer + "attention.output.dense", hidden, hidden)
        yield from linear(layer + "intermediate.dense", 4 * hidden, hidden)
        yield from linear(layer + "output.dense", hidden, 4 * hidden)
    yield from normed("esm.encoder.emb_layer_norm_after", hidden)


def dnabert_tensors(layers, hidden, _heads):
    yield "embeddings.word_embeddings.weight", (4096, hidden), "embedding"
    yield "embeddings.token_type_embeddings.weight", (2, hidden), "embedding"
    yield from normed("embeddings.LayerNorm", hidden)
    for i in range(layers):
        layer = f"encoder.layer.{i}."
        yield from linear(layer + "attention.self.Wqkv", 3 * hidden, hidden)
        yield from linear(layer + "attention.output.dense", hidden, hidden)
        yield from normed(layer + "attention.output.LayerNorm", hidden)
        yield layer + "mlp.gated_layers.weight", (8 * hidden, hidden), "matrix"
        yield from linear(layer + "mlp.wo", hidden, 4 * hidden)
        yield from normed(layer + "mlp.layernorm", hidden)


def linear(name, outputs, inputs):
    yield name + ".weight", (outputs, inputs), "matrix"
    yield name + ".bias", (outputs,), "bias"


def normed(name, hidden):
    yield name + ".weight", (hidden,), "scale"
    yield name + ".bias", (hidden,), "bias"


def draw(shape, kind, generator, device):
    if kind == "frequencies":
        d = 2 * shape[0]
        return 10000.0 ** (-torch.arange(0, d, 2, dtype=torch.float32) / d)
    values = torch.randn(shape, generator=generator, device=device)
    if kind == "matrix":
        return values / shape[1] ** 0.5
    if kind == "bias":
        return values * 0.02
    return 1 + values * 0.1 if kind == "scale" else values


def write(folder, tensors):
    tensors = list(tensors)
    header, at = {}, 0
    for name, shape, kind in tensors:
        exact = kind == "frequencies"
        size = torch.Size(shape).numel() * (4 if exact else 2)
        header[name] = {"dtype": "F32" if exact else "F16", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    generator = torch.Generator(device=device).manual_seed(SEED)
    partial = folder / (FILE + ".part")
    with open(partial, "wb") as out:
        out.write(len(text).to_bytes(8, "little") + text)
        for _, shape, kind in tensors:
            values = draw(shape, kind, generator, device)
            out.write((values if kind == "frequencies" else values.half()).cpu().numpy().tobytes())
    partial.rename(folder / FILE)


def tokenizer():
    """Byte pair encoding like DNABERT-S's: 4096 tokens, about five bases each on random bases."""
    vocabulary = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "A", "C", "G", "T"]
    bases = "ACGT"
    pairs = ["".join(p) for p in itertools.product(bases, repeat=2)]
    merges = [(a, b) for a in bases for b in bases] + [(a, b) for a in pairs for b in pairs]
    quads = [a + b for a, b in merges[16:]]
    merges += list(itertools.product(quads, pairs))[: 4096 - len(vocabulary) - len(merges)]
    vocabulary += [a + b for a, b in merges]
    special = [
        {"id": i, "content": vocabulary[i], "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": True}
        for i in range(5)
    ]
    piece = lambda name, i: {"SpecialToken": {"id": name, "type_id": i}}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special, "normalizer": None,
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [piece("[CLS]", 0), {"Sequence": {"id": "A", "type_id": 0}}, piece("[SEP]", 0)],
            "pair": [piece("[CLS]", 0), {"Sequence": {"id": "A", "type_id": 0}}, piece("[SEP]", 0),
                     {"Sequence": {"id": "B", "type_id": 1}}, piece("[SEP]", 1)],
            "special_tokens": {
                name: {"id": name, "ids": [vocabulary.index(name)], "tokens": [name]} for name in ("[CLS]", "[SEP]")
            },
        },
        "decoder": None,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": "[UNK]", "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False,
            "vocab": {token: i for i, token in enumerate(vocabulary)},
            "merges": [f"{a} {b}" for a, b in merges],
        },
    }


def config(name):
    if name in ESM2:
        layers, hidden, heads = ESM2[name]
        return {
            "architectures": ["EsmModel"], "model_type": "esm", "num_hidden_layers": layers, "hidden_size": hidden,
            "num_attention_heads": heads, "intermediate_size": 4 * hidden, "layer_norm_eps": 1e-5, "vocab_size": 33,
            "token_dropout": True, "mask_token_id": 32, "pad_token_id": 1, "position_embedding_type": "rotary",
            "emb_layer_norm_before": False, "max_position_embeddings": 1026, "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0, "hidden_act": "gelu", "is_folding_model": False, "vocab_list": None,
        }
    layers, hidden, heads = DNABERT[name]
    return {
        "architectures": ["BertModel"], "model_type": "bert", "num_hidden_layers": layers, "hidden_size": hidden,
        "num_attention_heads": heads, "intermediate_size": 4 * hidden, "layer_norm_eps": 1e-12, "vocab_size": 4096,
        "type_vocab_size": 2, "pad_token_id": 0, "alibi_starting_size": 512,
    }


def make(name, folder):
    """Does nothing when it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config(name), indent=2))
    if name in DNABERT:
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer()))
    if not (folder / FILE).exists():
        write(folder, esm2_tensors(*ESM2[name]) if name in ESM2 else dnabert_tensors(*DNABERT[name]))


def sequences(name, count, file):
    """Proteins of 30 to 166 residues, or 300 to 500 bases: what VirNucPro cuts contigs into."""
    draws = random.Random(SEED)
    letters, shortest, longest = ("LAGVSERTIDPKQNFYMHWC", 30, 166) if name in ESM2 else ("ACGT", 300, 500)
    with open(file, "w") as out:
        for i in range(count):
            text = "".join(draws.choices(letters, k=draws.randint(shortest, longest)))
            out.write(f">s{i}\n{text}\n")


def flops_per_token(name, mean_tokens):
    """Multiplications and additions of the matrix products and of attention."""
    layers, hidden, _ = {**ESM2, **DNABERT}[name]
    gate = 12 if name in DNABERT else 8
    return layers * (2 * hidden * hidden * (4 + gate) + 4 * hidden * mean_tokens)


if __name__ == "__main__":
    make(sys.argv[1], Path(sys.argv[2]))

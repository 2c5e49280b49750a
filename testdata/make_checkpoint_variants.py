#!/usr/bin/env python3
"""Writes testdata/fixtures/checkpoint-variants: the model of esm2-tiny-sharded in every form that people have ESM-2 in.

Run with PyTorch 1.13 (Debian 12: apt-get install python3-torch): /usr/bin/python3 testdata/make_checkpoint_variants.py
The numbers stay as they are (BF16, frequencies F32), so that every variant must give the same embeddings to the last bit.
"""
import argparse
import io
import json
import os
import shutil
import struct
import sys
import zipfile

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "fixtures", "esm2-tiny-sharded")
TARGET = os.path.join(HERE, "fixtures", "checkpoint-variants")
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "examples"))
from pytorch_engine import Esm2, read_weights  # noqa: E402

TYPES = {torch.bfloat16: "BF16", torch.float32: "F32"}


def folder(name, *files):
    path = os.path.join(TARGET, name)
    os.makedirs(path)
    for file in files:
        shutil.copy(os.path.join(SOURCE, file), path)
    return path


def safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = bytes(tensor.contiguous().view(torch.uint8).flatten().tolist())
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def as_from_cuda(path):
    """Rewrites a file as if its storages had been on a GPU when it was saved."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            if name.endswith("data.pkl"):
                content = content.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")
            archive.writestr(name, content)


def main():
    shutil.rmtree(TARGET, ignore_errors=True)
    tensors, _ = read_weights(os.path.join(SOURCE, "model.safetensors.index.json"))
    config = json.load(open(os.path.join(SOURCE, "config.json")))
    needed = {name: t for name, t in tensors.items() if name.startswith("esm.") and "position" not in name
              and "contact" not in name}
    bare = {name[len("esm."):]: tensor for name, tensor in needed.items()}

    safetensors(os.path.join(folder("no-prefix", "config.json", "vocab.txt"), "model.safetensors"), bare)
    unused = {"esm.embeddings.position_ids": torch.arange(8)[None], "lm_head.bias": torch.zeros(33),
              "esm.contact_head.regression.weight": torch.ones(1, 4), "esm.pooler.dense.bias": torch.ones(32)}
    torch.save({**needed, **unused}, os.path.join(folder("bin", "config.json"), "pytorch_model.bin"))
    torch.save(needed, os.path.join(folder("bin-legacy", "config.json"), "pytorch_model.bin"),
               _use_new_zipfile_serialization=False)
    cuda = os.path.join(folder("bin-cuda", "config.json"), "pytorch_model.bin")
    torch.save(bare, cuda)
    as_from_cuda(cuda)

    sharded, names = folder("bin-sharded", "config.json"), list(needed)
    files = {"pytorch_model-00001-of-00002.bin": names[0::2], "pytorch_model-00002-of-00002.bin": names[1::2]}
    for file, part in files.items():
        torch.save({name: needed[name] for name in part}, os.path.join(sharded, file))
    with open(os.path.join(sharded, "pytorch_model.bin.index.json"), "w") as file:
        json.dump({"metadata": {}, "weight_map": {n: f for f, part in files.items() for n in part}}, file)

    pairs = list(zip(Esm2.HUGGING_FACE, Esm2.FAIR_ESM))
    fair = {}
    for name, tensor in bare.items():
        for ours, theirs in pairs:
            for layer in range(config["num_hidden_layers"]):
                stem = ours.format(layer)
                if name == stem or name in (stem + ".weight", stem + ".bias"):
                    fair["encoder.sentence_encoder." + theirs.format(layer) + name[len(stem):]] = tensor
    assert len(fair) == len(bare), (len(fair), len(bare))
    cfg = {"model": argparse.Namespace(encoder_layers=config["num_hidden_layers"],
                                       encoder_embed_dim=config["hidden_size"],
                                       encoder_attention_heads=config["num_attention_heads"], token_dropout=True)}
    head = {"encoder.sentence_encoder.lm_head.bias": torch.zeros(33)}
    torch.save({"cfg": cfg, "model": {**fair, **head}}, os.path.join(folder("fair-esm"), "esm2_tiny.pt"))
    both = folder("fair-esm-contact")
    torch.save({"cfg": cfg, "model": fair}, os.path.join(both, "esm2_tiny.pt"), _use_new_zipfile_serialization=False)
    torch.save({"model": {"contact_head.regression.weight": torch.ones(1, 4)}},
               os.path.join(both, "esm2_tiny-contact-regression.pt"))


main()

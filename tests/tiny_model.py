"""A tiny embedding model in model2vec's format, made of invented numbers: near words share an axis."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

NEAR = (
    ("boat", "vessel", "ship", "canoe"),
    ("robber", "robbers", "thief", "thieves"),
    ("lock", "bridge", "canal"),
    ("tax", "levy", "duty"),
    ("dawn", "night", "noon"),
)
"""The words of a group have vectors near one another; those of different groups have not."""
DIMENSIONS = 8
_OWN = 0.2
"""How much of a word's vector is its own."""


def make_model(folder: Path, seed: int = 1) -> Path:
    """A model in `folder` that knows the words of NEAR; another seed makes another model."""
    numbers = np.random.default_rng(seed)
    words = {"[UNK]": 0} | {word: n for n, word in enumerate((w for group in NEAR for w in group), start=1)}
    vectors = np.zeros((len(words), DIMENSIONS), np.float32)
    for axis, group in enumerate(NEAR):
        for word in group:
            vectors[words[word], axis] = 1.0
            vectors[words[word]] += _OWN * numbers.uniform(-1, 1, DIMENSIONS) / DIMENSIONS**0.5
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    StaticModel(vectors, tokenizer, config={"model_type": "model2vec"}, normalize=True).save_pretrained(folder)
    return folder

"""A table that fills itself: what was worked out for a key is not worked out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_MOST = 100_000
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Remembered(dict[_Key, _Value]):
    """What `make` gives for each key met so far, up to 100,000 keys. As fast as a dictionary where a key is known."""

    def __init__(self, make: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: _Key) -> _Value:
        value = self._make(key)
        if len(self) < _MOST:
            self[key] = value
        return value

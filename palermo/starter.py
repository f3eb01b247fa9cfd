"""The starter library: digests of real provisions, one file a State, that ship with Palermo."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from palermo.errors import DataError
from palermo.model.digest import DigestFile
from palermo.reference_data import checked, corpus_file, read_yaml


def read_digests(folder: Traversable | None = None) -> list[DigestFile]:
    """The digests of every State, in the order of their codes.

    `folder` holds files named `<iso3>.yaml` in small letters; by default the one that ships. DataError names
    the file and the place in it where something is not as `palermo.model.digest` describes, or where the name
    of the file and the State in it disagree.
    """
    folder = folder or corpus_file("starter")
    if not folder.is_dir():
        raise DataError(f"{folder}: there is no such folder of digests")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return [_read(folder / name) for name in names]


def _read(file: Traversable) -> DigestFile:
    digests = checked(DigestFile, read_yaml(file), str(file))
    if file.name != f"{digests.state.lower()}.yaml":
        raise DataError(f"{file}: state: {digests.state} belongs in {digests.state.lower()}.yaml")
    return digests

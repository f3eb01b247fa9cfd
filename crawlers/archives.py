"""Archives taken apart in memory, with limits. A member's name is looked at and never becomes a path."""

from __future__ import annotations

import bz2
import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Protocol

from crawlers.failures import CrawlFailure, TooLarge, TruncatedFile, UnsafeArchive

LARGEST_MEMBERS = 200 * 2**20
"""Bytes of all members together that are unpacked."""
MOST_MEMBERS = 20_000


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def zip_members(
    content: bytes, address: str, endings: tuple[str, ...] = (), *, largest: int = LARGEST_MEMBERS
) -> dict[str, bytes]:
    """The files in a zip archive by their names in it; with endings, only those whose names end so.

    largest: how many bytes may come out of it. UnsafeArchive where a name leads out of the archive, a member is
    encrypted or a link, or the archive is damaged; TooLarge where there are too many members or bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise TooLarge(address, f"the archive has {len(infos):,} members; up to {MOST_MEMBERS:,} are unpacked")
            for info in infos:
                _check_name(info.filename, address)
                if stat.S_ISLNK(info.external_attr >> 16):
                    raise UnsafeArchive(address, f"{info.filename!r} in the archive is a link")
            wanted = [info for info in infos if not info.is_dir() and info.filename.casefold().endswith(endings or "")]
            found: dict[str, bytes] = {}
            left = largest
            for info in wanted:
                with archive.open(info) as member:
                    found[info.filename] = _bounded(member, left, address)
                left -= len(found[info.filename])
            return found
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError) as error:
        raise UnsafeArchive(address, f"the archive cannot be unpacked: {error}") from error


def tar_members(
    content: bytes, address: str, endings: tuple[str, ...] = (), *, largest: int = LARGEST_MEMBERS
) -> Iterator[tuple[str, bytes]]:
    """The files in a tar archive, packed or not, one after another; limits and errors as for a zip archive."""
    left = largest
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r|*") as archive:
            for number, info in enumerate(archive, start=1):
                if number > MOST_MEMBERS:
                    raise TooLarge(address, f"the archive has more than {MOST_MEMBERS:,} members")
                _check_name(info.name, address)
                if info.issym() or info.islnk() or info.isdev():
                    raise UnsafeArchive(address, f"{info.name!r} in the archive is a link or a device")
                left -= info.size  # also of members that are passed over: those are unpacked too
                if left < 0:
                    raise TooLarge(address, f"the archive unpacks to more than {largest // 2**20} MB")
                if info.isfile() and info.name.casefold().endswith(endings or ""):
                    member = archive.extractfile(info)
                    if member is not None:
                        yield info.name, member.read(info.size)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise UnsafeArchive(address, f"the archive cannot be unpacked: {error}") from error


def unpacked(content: bytes, address: str, *, largest: int = LARGEST_MEMBERS) -> bytes:
    """The bytes of a gzip or bzip2 file; TruncatedFile where it breaks off, TooLarge beyond the limit."""
    packed = io.BytesIO(content)
    try:
        with bz2.BZ2File(packed) if content.startswith(b"BZh") else gzip.GzipFile(fileobj=packed) as opened:
            return _bounded(opened, largest, address)
    except (EOFError, OSError, zlib.error) as error:
        raise TruncatedFile(address, f"the packed file is damaged: {error}") from error


def _bounded(member: _Readable, left: int, address: str) -> bytes:
    found = member.read(left + 1)
    if len(found) > left:
        raise TooLarge(address, "the archive unpacks to more bytes than are allowed")
    return found


def _check_name(name: str, address: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
        raise UnsafeArchive(address, f"{name!r} in the archive leads out of it")


def only_member(members: dict[str, bytes], address: str) -> tuple[str, bytes]:
    """The one file of an archive that must hold exactly one; the failure says what is there instead."""
    if len(members) != 1:
        names = ", ".join(sorted(members)[:5]) or "none"
        failure: CrawlFailure = UnsafeArchive(address, f"one file is expected in the archive; there are: {names}")
        raise failure
    return next(iter(members.items()))

"""The child's side of `ingest.workers`: takes items from its standard input, gives results on its output.

Started as a program of its own, not by multiprocessing: that would run the parent's main module again in
each child, and the front end's main module is a page.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import struct
import sys
import traceback
from typing import Any, BinaryIO

from palermo.errors import PalermoError

READY, DONE, FAILED, NO_MEMORY = "ready", "done", "failed", "no memory"
_LENGTH = struct.Struct("<Q")
_PR_SET_PDEATHSIG = 1


def write_message(stream: BinaryIO, message: Any) -> None:
    """Send one picklable value."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_message(stream: BinaryIO) -> Any:
    """Take one value; EOFError where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    data = stream.read(_LENGTH.unpack(head)[0])
    if len(data) < _LENGTH.unpack(head)[0]:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - both ends are this program


def serve(parent: int, memory_bytes: int) -> None:
    """Work until the parent closes the pipe. The first message is the function, each other one an item."""
    _end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt ends
    incoming, outgoing = _take_streams()
    _limit_memory(memory_bytes)
    with contextlib.suppress(EOFError, BrokenPipeError):
        try:
            function = read_message(incoming)
        except EOFError:
            return
        except BaseException as error:
            write_message(outgoing, (FAILED, f"{type(error).__name__}: {error}", ""))
            return
        write_message(outgoing, (READY, None, ""))
        while _serve_one(function, incoming, outgoing):
            pass


def _serve_one(function: Any, incoming: BinaryIO, outgoing: BinaryIO) -> bool:
    """Work on one item; False where the process should be replaced."""
    item = read_message(incoming)
    try:
        write_message(outgoing, (DONE, function(item), ""))
    except MemoryError:
        del item
        write_message(outgoing, (NO_MEMORY, None, ""))
        return False  # what could not be freed would be missing for the next item
    except PalermoError as error:
        write_message(outgoing, (FAILED, str(error), ""))
    except (EOFError, BrokenPipeError):
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        write_message(outgoing, (FAILED, reason, traceback.format_exc()))
    return True


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes, kept away from code that prints: its output goes to standard error."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing


def _end_with(parent: int) -> None:
    """Let the kernel end this process when its parent is gone, even if it was killed."""
    if sys.platform != "linux":
        return  # there the closed pipe ends it after the item it works on
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before the line above
        os._exit(1)


def _limit_memory(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    with contextlib.suppress(ValueError, OSError):  # macOS refuses this one
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

"""What the tests of the cluster run in a process of its own, to be killed at a certain moment of its commit."""

from __future__ import annotations

import os
import signal

from index_samples import an_entry

from index.cluster.bulk import Sender
from index.cluster.engine import open_cluster
from index.cluster.state import StateStore
from index.cluster.writing import Transaction
from palermo.settings import Settings

MOMENTS = {
    "while entries are sent": (Sender, "flush", False),
    "before the switch": (Transaction, "_written", False),
    "after the switch": (StateStore, "show", True),
    "before cleaning up": (Transaction, "_tidied", True),
}
"""For each the method in which the process dies, and whether what it wrote counts by then."""


def change_and_die(moment: str, url: str, prefix: str) -> None:
    """Change something in each way, and die at the moment."""
    engine = open_cluster(Settings(elasticsearch_url=url, elasticsearch_index=prefix))
    engine.add([an_entry("A canoe", "1"), an_entry("A canoe", "2")])
    engine.replace([an_entry("A punt", "1", id="raft", law="/akn/can/act/1999/rafts")])
    engine.remove_versions(["/akn/can/act/1998/lakes@en"])

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    owner, method, _ = MOMENTS[moment]
    if owner is Sender:
        engine._transaction._sender.flush()  # type: ignore[union-attr]
    setattr(owner, method, die)
    engine.commit()

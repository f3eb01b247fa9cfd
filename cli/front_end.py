"""Starting the Streamlit front end."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

from palermo.errors import MissingToolError, UsageError


def serve(library: Path | None, *, port: int, headless: bool, address: str) -> None:
    """Fill an empty library with the starter library, then serve the front end until it is stopped.

    MissingToolError where Streamlit is not installed; UsageError where the front end cannot start.
    """
    from library import open_library
    from library.starter import add_starter
    from palermo.settings import Settings

    if importlib.util.find_spec("streamlit") is None:
        raise MissingToolError("the front end is not installed: install Palermo with its extra, palermo[ui]")
    folder = (library or Settings().library).resolve()
    with open_library(folder) as opened:
        opened.bring_index_up_to_date()
        if opened.is_empty():
            print(f"{add_starter(opened)} digests of the starter library put into {folder}", file=sys.stderr)
    script = importlib.util.find_spec("ui.app")
    if script is None or script.origin is None:
        raise MissingToolError("the front end's files are missing: install Palermo again")
    command = [  # -P: a file that lies where the person stands, such as click.py, must not be imported
        sys.executable, "-P", "-m", "streamlit", "run", script.origin, "--server.port", str(port),
        "--server.address", address, "--server.headless", "true" if headless else "false",
        "--browser.gatherUsageStats", "false", "--runner.postScriptGC", "false",
    ]  # fmt: skip
    environment = {**os.environ, "PALERMO_LIBRARY": str(folder)}
    with subprocess.Popen(command, env=environment) as server:
        # Whoever stops this command, such as a container's runtime, means the server.
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        code = server.wait()
    if code not in (0, -signal.SIGINT, -signal.SIGTERM, 130, 143):
        raise UsageError(f"the front end ended with status {code}; is port {port} in use? Choose one with --port")

"""Starts a real Elasticsearch of one node for tests: `python tools/elasticsearch_server.py` until Ctrl-C.

The server is the distribution that Elastic publishes for integration tests, from Maven Central: a full server with few
modules and without Java. Nothing of it ships with Palermo; users run the official image.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import hashlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VERSION = "9.5.0"
JAVA_FROM = 21
USER = "palermo-tests"
_GROUP = "org.elasticsearch.distribution.integ-test-zip"
_SECONDS_TO_START = 120
_SECONDS_TO_STOP = 30
_ROOM = 2_000_000_000
# Half a minute of tests is too short for the best machine code to pay.
_JAVA_OPTIONS = "-Xms512m -Xmx512m -XX:-AlwaysPreTouch -XX:TieredStopAtLevel=1"
# The server ends with this process, however this one ends: then the shell's standard input does.
_RUN = "bin/elasticsearch & server=$!; read -r _; kill $server; wait $server"


class NotAvailableError(Exception):
    """Elasticsearch cannot be had on this machine; the message says what is missing."""


class ElasticsearchServer:
    """One node in a temporary folder. NotAvailableError where Java or the distribution cannot be had.

    secure: TLS with a certificate of its own authority (`ca`), and the user USER with `password`, who may do anything.
    roles: what further users of that password may do, by their names.
    """

    def __init__(
        self, *, secure: bool = False, port: int | None = None, roles: Mapping[str, Any] | None = None
    ) -> None:
        self.secure = secure
        self._roles = roles or {}
        self.port = port or _free_port()
        self.url = f"{'https' if secure else 'http'}://localhost:{self.port}"
        self.password = secrets.token_hex(12)
        self._java = java_home()
        archive = distribution()
        self._folder = Path(tempfile.mkdtemp(prefix="palermo-elasticsearch-", dir=_place()))
        self.ca = self._folder / "ca.crt"
        self._process: subprocess.Popen[bytes] | None = None
        try:
            _unpack(archive, self._folder)
            self._home = next(self._folder.glob("elasticsearch-*"))
            self._configure()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        environment = {"PATH": os.environ["PATH"], "ES_JAVA_HOME": str(self._java), "ES_JAVA_OPTS": _JAVA_OPTIONS}
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                ["sh", "-c", _RUN], stdin=subprocess.PIPE, stdout=output, stderr=output, cwd=self._home,
                env=environment, user=_user(), extra_groups=[] if _user() else None, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self.answers():
            if time.monotonic() > deadline:
                said = (self._folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]
                self.remove()
                raise RuntimeError(f"Elasticsearch did not start within {_SECONDS_TO_START} s: {said}")
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether the server can be asked now."""
        request = urllib.request.Request(  # noqa: S310  # an address of our own
            f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        )
        credentials = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {credentials}")
        trusted = ssl.create_default_context(cafile=str(self.ca)) if self.secure else None
        try:
            with urllib.request.urlopen(request, timeout=5, context=trusted) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Stop the server in good order; `start` brings it back with what it held."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a crash would."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Stop the server and delete all that it wrote."""
        try:
            self._end(signal.SIGTERM)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        os.killpg(process.pid, how)
        try:
            process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        _wait_for_the_group(process.pid)

    def _configure(self) -> None:
        settings = {
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": 0,
            "path.data": self._folder / "data",
            "path.logs": self._folder / "logs",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "xpack.ml.enabled": "false",
            "xpack.security.enabled": str(self.secure).lower(),
        }
        if self.secure:
            _make_certificates(self._folder, self._home / "config")
            settings |= {
                "xpack.security.http.ssl.enabled": "true",
                "xpack.security.http.ssl.key": "node.key",
                "xpack.security.http.ssl.certificate": "node.crt",
            }
            users = {USER: "superuser", **{name: name for name in self._roles}}
            self._write("users", {user: _hashed(self.password) for user in users}, ":")
            self._write("users_roles", {role: user for user, role in users.items()}, ":")
            self._write("roles.yml", {name: json.dumps(role) for name, role in self._roles.items()})
        self._write("elasticsearch.yml", settings)
        java_options = self._home / "config" / "jvm.options"
        # No garbage collector of many threads, no logs and heaps on the disk for a server of a minute.
        kept = [line for line in java_options.read_text(encoding="utf-8").splitlines()
                if not re.search(r"UseG1GC|HeapDump|Xlog:gc", line)]  # fmt: skip
        java_options.write_text("\n".join([*kept, "-XX:+UseSerialGC", ""]), encoding="utf-8")
        if user := _user():
            for folder, _, files in os.walk(self._folder):
                for path in (folder, *(os.path.join(folder, file) for file in files)):
                    shutil.chown(path, user)

    def _write(self, name: str, values: Mapping[str, object], between: str = ": ") -> None:
        lines = "".join(f"{key}{between}{value}\n" for key, value in values.items())
        (self._home / "config" / name).write_text(lines, encoding="utf-8")


def java_home() -> Path:
    """The folder of a Java that is new enough."""
    named = [os.environ.get(name) for name in ("ES_JAVA_HOME", "JAVA_HOME")]
    on_path = shutil.which("java")
    candidates = [Path(path) for path in named if path]
    candidates += [Path(on_path).resolve().parent.parent] if on_path else []
    candidates += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    for candidate in candidates:
        if (candidate / "bin" / "java").is_file() and _java_version(candidate) >= JAVA_FROM:
            return candidate
    raise NotAvailableError(f"no Java {JAVA_FROM} or newer: install a JDK and name its folder in ES_JAVA_HOME")


def _java_version(home: Path) -> int:
    try:
        found = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def distribution() -> Path:
    """The archive of the server, fetched once into Maven's own folder."""
    place = Path.home() / ".m2" / "repository" / _GROUP.replace(".", "/") / "elasticsearch" / VERSION
    archive = place / f"elasticsearch-{VERSION}.zip"
    if archive.is_file():
        return archive
    maven = shutil.which("mvn")
    if maven is None:
        raise NotAvailableError("no Maven to fetch Elasticsearch with: on Debian, apt-get install maven")
    fetched = subprocess.run(
        [maven, "--batch-mode", "--quiet", "dependency:get", "-Dtransitive=false",
         f"-Dartifact={_GROUP}:elasticsearch:{VERSION}:zip"],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    if fetched.returncode or not archive.is_file():
        said = next(iter((fetched.stdout + fetched.stderr).strip().splitlines()), "it did not say why")
        raise NotAvailableError(f"Maven could not fetch Elasticsearch {VERSION}: {said}")
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
        for entry in packed.infolist():
            mode = entry.external_attr >> 16
            if mode & 0o111:
                (folder / entry.filename).chmod(0o755)


def _make_certificates(folder: Path, config: Path) -> None:
    """An authority's certificate in `folder` and the node's, signed by it, in `config`."""
    if shutil.which("openssl") is None:
        raise NotAvailableError("no openssl to make certificates with: on Debian, apt-get install openssl")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    authority = ["-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.crt", "-subj", "/CN=Palermo's tests"]
    subprocess.run([*make, *authority, "-addext", "keyUsage=keyCertSign"], check=True, capture_output=True)
    node = ["-keyout", f"{config}/node.key", "-out", f"{config}/node.crt", "-subj", "/CN=localhost"]
    signer = ["-CA", f"{folder}/ca.crt", "-CAkey", f"{folder}/ca.key"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"]
    subprocess.run([*make, *node, *signer, *names], check=True, capture_output=True)


def _hashed(password: str) -> str:
    """The password as the server's file of users wants it."""
    salt, rounds = secrets.token_bytes(32), 1000
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds, 32)
    return f"{{PBKDF2}}{rounds}${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


def _user() -> str | None:
    """Elasticsearch refuses to run as root."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    if "nobody" not in users:
        raise NotAvailableError("Elasticsearch does not run as root, and there is no user 'nobody'")
    return "nobody"


def _place() -> str | None:
    """Where to put its folder: in memory if there is room, since a new index waits for the disk several times."""
    memory = Path("/dev/shm")  # noqa: S108
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return str(memory) if roomy else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_the_group(group: int) -> None:
    """Until the last process of it is gone, and with it the lock on the data."""
    deadline = time.monotonic() + _SECONDS_TO_STOP
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)


def main() -> int:
    """Run a server until Ctrl-C, or as long as anybody holds a lock on a file; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, help="where it answers; a free port by default")
    parser.add_argument("--secure", action="store_true", help="with TLS and a password, which are printed")
    parser.add_argument(
        "--while-locked",
        type=Path,
        metavar="FILE",
        help="write the address into FILE; stop when nobody locks it any more",
    )
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server = ElasticsearchServer(secure=given.secure, port=given.port)
    except NotAvailableError as problem:
        print(problem, file=sys.stderr)
        return 1
    try:
        server.start()
        print(server.url, flush=True)
        if given.secure:
            print(f"user {USER}, password {server.password}, authority {server.ca}", flush=True)
        if given.while_locked:
            _serve_while_locked(server.url, given.while_locked)
        else:
            signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        server.remove()
    return 0


def _serve_while_locked(address: str, file: Path) -> None:
    """Let those who hold a shared lock on the file know the address, until there are none."""
    file.write_text(address, encoding="utf-8")
    with file.open("rb+") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        users.truncate(0)  # whoever comes now needs another server


if __name__ == "__main__":
    sys.exit(main())

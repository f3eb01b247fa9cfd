"""What surrounds the code: make targets, containers, and that the repository knows no machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

TARGETS = ("run", "test", "check", "bench")
MACHINE_PATHS = re.compile(r"(?<![\w.$}])/(?:tmp|root|home/\w+|Users/\w+)(?:/|\b)(?!\w)|[A-Z]:\\Users\\")


def repository_files(root_dir: Path) -> list[Path]:
    """What git holds or would take; every file where this is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root_dir, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        hidden = {".git", ".venv", ".tools", ".palermo", "__pycache__"}
        return [f for f in root_dir.rglob("*") if f.is_file() and not hidden & set(f.relative_to(root_dir).parts)]
    return [root_dir / name for name in listed.stdout.split("\0") if name and (root_dir / name).is_file()]


@pytest.fixture(scope="session")
def compose(root_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root_dir / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_there_and_sets_up_its_environment(root_dir: Path, target: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=root_dir,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "sync --frozen" in done.stdout


def test_the_help_lists_every_target(root_dir: Path) -> None:
    done = subprocess.run(["make", "-s"], cwd=root_dir, capture_output=True, text=True, check=True)
    assert all(f"make {target}" in done.stdout for target in TARGETS)


@pytest.mark.parametrize("script", [".ci/run", "tools/uv.sh", "tools/system-packages.sh"])
def test_scripts_run_and_stop_at_the_first_failure(root_dir: Path, script: str) -> None:
    file = root_dir / script
    assert os.access(file, os.X_OK), f"chmod +x {script}"
    assert "set -euo pipefail" in file.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(file)], check=True)


def test_a_missing_uv_stops_make_before_anything_else_runs(root_dir: Path, tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(root_dir / name, tmp_path)
    (tmp_path / "tools").mkdir()
    broken = tmp_path / "tools" / "uv.sh"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    done = subprocess.run(["make", "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert not (tmp_path / ".venv").exists()


def test_elasticsearch_is_the_official_image_with_security_on(compose: dict[str, Any]) -> None:
    server = compose["services"]["elasticsearch"]
    assert re.fullmatch(
        r"docker\.elastic\.co/elasticsearch/elasticsearch:\$\{ELASTIC_VERSION:-9\.\d+\.\d+\}", server["image"]
    )
    settings = server["environment"]
    for name in ("security", "security.http.ssl", "security.transport.ssl"):
        assert settings[f"xpack.{name}.enabled"] == "true"
    assert settings["ELASTIC_PASSWORD"].startswith("${ELASTIC_PASSWORD:?"), "no password must stop the start"
    assert "ports" not in server, "only the other containers reach it"


def test_every_service_is_watched_and_no_secret_is_written_down(root_dir: Path, compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        if name not in ("certificates", "palermo"):
            assert "healthcheck" in service, name
        for volume in service.get("volumes", ()):
            assert volume.partition(":")[0] in compose["volumes"], f"{name}: {volume} is no named volume"
        for variable, value in service.get("environment", {}).items():
            if "PASSWORD" in variable:
                assert value.startswith("${"), f"{name}: {variable}"
    assert "HEALTHCHECK" in (root_dir / "Dockerfile").read_text(encoding="utf-8")
    assert services["postgres"]["image"].startswith("postgres:17")
    offered = dict(
        line.partition("=")[::2]
        for line in (root_dir / ".env.example").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (root_dir / "docker-compose.yml").read_text(encoding="utf-8")))
    assert asked == set(offered)
    assert not any(value for name, value in offered.items() if "PASSWORD" in name)


def test_the_image_runs_as_an_ordinary_user(root_dir: Path) -> None:
    lines = (root_dir / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1] not in ("root", "0")


def test_no_file_names_a_place_on_somebodys_machine(root_dir: Path) -> None:
    found = []
    for file in repository_files(root_dir):
        try:
            words = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if file == Path(__file__):
            continue
        found += [f"{file.relative_to(root_dir)}: {match[0]}" for match in MACHINE_PATHS.finditer(words)]
        if len(root_dir.parts) > 2 and f"{root_dir}/" in words:  # wherever this checkout lies
            found.append(f"{file.relative_to(root_dir)}: {root_dir}")
    assert not found


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("cd /root/x", True),
        ("cd /tmp", True),
        ("/home/ann/laws", True),
        ("https://x.org/home/", False),
        ("a/root/b", False),
    ],
)
def test_the_search_for_machine_paths_can_fail(words: str, named: bool) -> None:
    assert bool(MACHINE_PATHS.search(words)) is named


def test_the_lock_file_names_the_public_package_index_only(root_dir: Path) -> None:
    registries = set(re.findall(r'registry = "([^"]+)"', (root_dir / "uv.lock").read_text(encoding="utf-8")))
    assert registries == {"https://pypi.org/simple"}

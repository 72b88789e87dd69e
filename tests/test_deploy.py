"""The examples of deploy/ and the manual: what they name is there, and their numbers agree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from typer.main import get_command

from api import create_app
from api.settings import ServiceSettings
from indexer.cli.verbs import app
from indexer.read import Index
from indexer.settings import Settings
from tools.operations import PAGE, renewed

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
FILES = ("clausegraph.service", "Caddyfile", "nginx.conf", "Dockerfile")
DEFAULT = ServiceSettings()
_SETTINGS = {
    f"CLAUSEGRAPH_{name.upper()}"
    for kind in (ServiceSettings, Settings)
    for name in kind.model_fields
}


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def seconds(text: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(s|m)?", text).groups()  # type: ignore[union-attr]
    return int(number) * (60 if unit == "m" else 1)


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_an_example_names_exists(name: str) -> None:
    named = set(re.findall(r"CLAUSEGRAPH_[A-Z_]+", read(name)))
    assert named <= _SETTINGS
    assert named or name == "Caddyfile"


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_every_route_that_a_proxy_names_exists(name: str) -> None:
    service = create_app(Mock(spec=Index))
    text = re.sub(r"\^?/v1/\(([a-z|]+)\)\$?", lambda m: expanded(m[1]), read(name))
    code = "\n".join(line.partition("#")[0] for line in text.splitlines())
    named = set(re.findall(r"(?<=[\s^])(/(?:v1/[a-z]+|sparql|metrics|readyz|healthz))\b", code))
    assert {"/sparql", "/metrics", "/v1/search", "/v1/trace", "/v1/extract"} <= named
    assert named <= set(service.openapi()["paths"])


def expanded(alternatives: str) -> str:
    return " ".join(f"/v1/{one}" for one in alternatives.split("|"))


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_hides_what_is_for_the_operator_and_speaks_tls(name: str) -> None:
    text = read(name)
    assert "Strict-Transport-Security" in text
    assert re.search(r"(@within path|location = )/?\s?/?metrics", text.replace("path /", "path"))
    assert "127.0.0.1:8000" in text
    assert text.count("{") == text.count("}")


def test_the_numbers_of_nginx_fit_those_of_the_service() -> None:
    text = read("nginx.conf")
    (keep,) = re.findall(r"keepalive_timeout (\w+);", text)
    assert seconds(keep) < DEFAULT.keep_alive_seconds
    (body,) = re.findall(r"client_max_body_size\s+(\d+)m;", text)
    assert int(body) * 2**20 >= DEFAULT.body_bytes
    (wait,) = re.findall(r"proxy_read_timeout\s+(\w+);", text)
    assert seconds(wait) > DEFAULT.sparql_timeout + DEFAULT.sparql_wait
    (line,) = re.findall(r"large_client_header_buffers \d+ (\d+)k;", text)
    assert int(line) * 1024 > DEFAULT.url_bytes
    assert "proxy_set_header Host $host;" in text


def test_the_numbers_of_caddy_fit_those_of_the_service() -> None:
    text = read("Caddyfile")
    (keep,) = re.findall(r"keepalive (\w+)", text)
    assert seconds(keep) < DEFAULT.keep_alive_seconds
    (wait,) = re.findall(r"response_header_timeout (\w+)", text)
    assert seconds(wait) > DEFAULT.sparql_timeout + DEFAULT.sparql_wait
    (body,) = re.findall(r"max_size (\d+)MB", text)
    assert int(body) * 10**6 >= DEFAULT.body_bytes


def unit() -> dict[str, str]:
    lines = (line.partition("=") for line in read("clausegraph.service").splitlines())
    return {name: value for name, equals, value in lines if equals and not name.startswith("#")}


def test_the_unit_stops_later_than_the_service_and_reloads_by_signal() -> None:
    stated = unit()
    assert float(stated["TimeoutStopSec"]) > DEFAULT.shutdown_seconds
    assert stated["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert stated["ReadOnlyPaths"] in stated["WorkingDirectory"]


def test_the_unit_is_as_systemd_takes_it(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not here")
    copy = tmp_path / "clausegraph.service"
    program = re.sub(r"(?<=ExecStart=)\S+", sys.executable, read("clausegraph.service"))
    copy.write_text(program, encoding="utf-8")
    run = subprocess.run([analyze, "verify", str(copy)], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def without(text: str, *patterns: str) -> str:
    for pattern in patterns:
        text = re.sub(pattern, "", text, flags=re.M | re.S)
    return text


def test_nginx_takes_its_example(tmp_path: Path) -> None:
    """Without its certificates, which are not here, and with its files in a folder of the test."""
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip("nginx is not here")
    part = without(read("nginx.conf"), r"^ +ssl_[^;]+;$", r"(?<=443) ssl", r"^ +listen \[[^;]+;$")
    part = part.replace("/var/cache/nginx", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {part} }}", encoding="utf-8")
    run = subprocess.run([nginx, "-t", "-c", str(whole)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_caddy_takes_its_example(tmp_path: Path) -> None:
    """Without the rate limit, which is a module of its own."""
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("caddy is not here")
    whole = tmp_path / "Caddyfile"
    part = without(read("Caddyfile"), r"^\torder rate_limit[^\n]*$", r"^\trate_limit \{.*?^\t\}$")
    whole.write_text(part.replace("/var/log/caddy", str(tmp_path)), encoding="utf-8")
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", str(whole)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def commands() -> list[list[str]]:
    """The arguments of `clausegraph` in the unit and the image."""
    image = read("Dockerfile")
    started = re.findall(r'^CMD \["(.+)"\]$', image, re.M)[0].split('", "')
    built = re.findall(r"clausegraph (build .+) \\", image)[0].split()
    return [unit()["ExecStart"].split()[1:], started, built]


@pytest.mark.parametrize("arguments", commands(), ids=" ".join)
def test_the_commands_of_the_examples_exist(arguments: list[str]) -> None:
    verb, *options = arguments
    command = getattr(get_command(app), "commands", {})[verb]
    with command.make_context(verb, options) as context:
        assert context.params.keys() == {parameter.name for parameter in command.params}


def test_the_image_copies_what_is_there_and_not_ignored() -> None:
    copied = [line.split()[1:-1] for line in read("Dockerfile").splitlines() if "COPY " in line]
    names = {name for group in copied for name in group}
    assert {"corpus", "ontology", "indexer", "api", "constraints.txt"} <= names
    assert all((ROOT / name).exists() for name in names)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert names == {line[1:] for line in ignored if line.startswith("!")}


def test_the_image_takes_the_version_of_torch_that_make_takes() -> None:
    (pinned,) = re.findall(r"torch==\S+", read("Dockerfile"))
    assert pinned in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_manual_has_the_settings_and_metrics_of_the_program() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page, "python tools/operations.py --write"
    assert set(re.findall(r"CLAUSEGRAPH_[A-Z_]+", page)) == _SETTINGS


def test_the_manual_names_only_metrics_that_there_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `(clausegraph_\w+)` \|", page, re.M))
    assert set(re.findall(r"\bclausegraph_[a-z_]+", page)) == table

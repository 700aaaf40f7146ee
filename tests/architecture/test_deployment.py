"""docker-compose.yml is sound, in step with the code, and holds no secret."""

import importlib.metadata
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from deploy import subset_lock

from gateway.settings import GatewaySettings
from shared.core.settings import SERVICES, Settings
from shared.web.serve import COMMANDS, PACKAGES
from testing.members import ROOT, WEB_MEMBERS

TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")

NOT_SET = {
    "port": "8000 inside every container; the published port is HTTPS_PORT",
    "trial_accounts": "first passwords of a real province are changed at the first sign-in",
    "heartbeat": "read by the supervisor of the embedded setting; containers are watched by their own health checks",
    "compiled_pages": "each container has one process and a file system it cannot write to: it compiles its own",
    "data": "the folder data/ is in every image, where its processes stand",
    "database_urls": "each container knows one database only",
}
"""Settings that production leaves alone, and why."""

ONLY_GATEWAY = {"identity_key_file", "tls_certificate_file", "tls_key_file", "service_urls"}
ONLY_SERVICES = {"identity_jwks_file", "files_url"}
ONLY_WORKERS = {"axis_key_file", "axis_jwks_file"}
ONLY_SIGNING = {"signing_store_key_file"}
ASK_FOR_SIGNATURES = {
    "mail-directory-web",
    "document-exchange-web",
    "document-exchange-worker",
    "one-stop-web",
    "one-stop-worker",
}
"""Who has a way to the signing process, and nobody else."""
ONLY_KEEPERS_OF_ACCOUNTS = {"smtp_url", "smtp_sender", "sms_url", "sms_key", "zalo_url", "zalo_key"}
"""Who writes to people knows how; nobody else holds those passwords."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(TEXT)
    return loaded


def _own(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: part for name, part in compose["services"].items() if "lienthong/" in part["image"]}


def _variables(part: dict[str, Any]) -> set[str]:
    return {name for name in part["environment"] if name.startswith("LIENTHONG_")}


def test_the_compose_file_follows_the_specification(compose: dict[str, Any]) -> None:
    """The schema of the compose specification, as a package for checking files carries it."""
    package = importlib.metadata.distribution("check-jsonschema")
    file = package.locate_file("check_jsonschema/builtin_schemas/vendor/compose-spec.json")
    schema = json.loads(Path(str(file)).read_text("utf-8"))
    checker = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in checker.iter_errors(compose)] == []
    assert list(checker.iter_errors({"services": {"a": {"imagee": "x"}}})), "the schema must be able to refuse"


def test_every_variable_is_a_setting(compose: dict[str, Any]) -> None:
    for name, part in _own(compose).items():
        known = set(Settings.model_fields)
        if name.startswith("gateway"):
            known |= set(GatewaySettings.model_fields)
        assert _variables(part) <= {f"LIENTHONG_{field.upper()}" for field in known}, name


def test_production_sets_what_it_needs(compose: dict[str, Any]) -> None:
    for name, part in _own(compose).items():
        if not name.endswith(("-web", "-worker")) and name != "gateway":
            continue
        expected = set(Settings.model_fields) - set(NOT_SET) - (ONLY_SERVICES if name == "gateway" else ONLY_GATEWAY)
        expected -= set() if name.endswith("-worker") else ONLY_WORKERS
        expected -= ONLY_SIGNING | (set() if name in ASK_FOR_SIGNATURES else {"signing_url"})
        keeps = name.startswith(("mail-directory", "online-services"))
        expected -= set() if keeps else ONLY_KEEPERS_OF_ACCOUNTS
        writes = {f"LIENTHONG_{field.upper()}" for field in ONLY_KEEPERS_OF_ACCOUNTS} & _variables(part)
        assert keeps or not writes, name
        missing = {f"LIENTHONG_{field.upper()}" for field in expected} - _variables(part)
        assert not missing, name


def test_production_is_not_the_embedded_setting(compose: dict[str, Any]) -> None:
    for part in _own(compose).values():
        filled: dict[str, Any] = {
            name.removeprefix("LIENTHONG_").lower(): re.sub(r"\$\{[^}]*\}", "filled", part["environment"][name])
            for name in ("LIENTHONG_DATABASE_URL", "LIENTHONG_BROKER_URL")
        }
        assert not Settings(_env_file=None, **filled).embedded


def test_every_member_runs_and_reaches_its_own_database_alone(compose: dict[str, Any]) -> None:
    own = _own(compose)
    expected = {"gateway", "gateway-migrate", "signing", "signing-migrate"} | {
        f"{s}-{kind}" for s in SERVICES for kind in ("web", "worker", "migrate")
    }
    assert set(own) == expected
    assert {member.name for member in WEB_MEMBERS} <= {
        part["build"]["args"]["MEMBER"].split("/")[-1] for part in own.values()
    }
    for name, part in own.items():
        package, command = part["command"]
        assert package in PACKAGES
        assert command in COMMANDS
        assert name.startswith(package.replace("_", "-"))
        password = f"{package.upper()}_DATABASE_PASSWORD"
        assert f"//lienthong_{package}:${{{password}:?}}@" in part["environment"]["LIENTHONG_DATABASE_URL"]
        others = [f"{other.upper()}_DATABASE_PASSWORD" for other in PACKAGES if other != package]
        assert not [other for other in others if other in json.dumps(part)]
        database = Settings(_env_file=None, database_url="postgresql://x@y/lienthong", database_urls={}).url_for(
            package
        )
        assert database.endswith(f"/lienthong_{package}"), "the name that deploy/postgres/10-databases.sh gives"


def test_each_image_is_given_every_part_that_its_recipe_copies(compose: dict[str, Any]) -> None:
    """What .dockerignore holds back is not there to be copied, and the image is not built."""
    lines = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    let_through = {line.removeprefix("!") for line in lines if line.startswith("!")}
    recipe = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    copied = [
        words for line in re.findall(r"^COPY (?!--from)(.+)$", recipe, re.MULTILINE) for words in line.split()[:-1]
    ]
    assert "${MEMBER}" in copied
    members = {part["build"]["args"]["MEMBER"] for part in _own(compose).values()}
    assert {member.split("/")[-1] for member in members} == {"gateway", "signing", *SERVICES}
    for source in {source.replace("${MEMBER}", member) for source in copied for member in members}:
        assert (ROOT / source).exists(), source
        assert let_through & {source, *map(str, Path(source).parents)}, f"{source} is held back"


def test_only_the_gateway_holds_the_identity_key_and_opens_a_port(compose: dict[str, Any]) -> None:
    for name, part in compose["services"].items():
        assert ("identity_key" in part.get("secrets", [])) == (name == "gateway")
        assert bool(part.get("ports")) == (name == "gateway")


def test_each_worker_alone_holds_its_key_and_its_user_of_the_broker(compose: dict[str, Any]) -> None:
    for name, part in _own(compose).items():
        package, command = part["command"]
        keys = [held["source"] for held in part.get("secrets", []) if isinstance(held, dict)]
        assert keys == ([f"{package}_axis_key"] if command == "worker" else []), name
        assert ("LIENTHONG_AXIS_KEY_FILE" in part["environment"]) == (command == "worker"), name
        knows = "axis_jwks" in {held["source"] for held in part.get("configs", [])}
        assert knows == (command == "worker" or name == "signing"), name
        enters = command == "worker" or name == "gateway"
        user = f"{package.replace('_', '-')}:${{RABBITMQ_{package.upper()}_PASSWORD:?}}@" if enters else ""
        assert part["environment"]["LIENTHONG_BROKER_URL"] == f"amqp://{user}rabbitmq:5672/", name
        checks = "identity_jwks" in {held["source"] for held in part.get("configs", [])}
        assert checks or package == "gateway" or name == "signing-migrate", name


def test_no_other_container_reaches_the_key_store_or_its_key(compose: dict[str, Any]) -> None:
    """The store, the key of the store and the port: each is where it must be and nowhere else."""
    holders = {name for name, part in compose["services"].items() if "signing:" in str(part.get("volumes"))}
    assert holders == {"signing"}
    given = {name for name, part in compose["services"].items() if "signing_store_key" in str(part.get("secrets"))}
    assert given == {"signing"}
    named = {name for name, part in _own(compose).items() if "LIENTHONG_SIGNING_STORE_KEY_FILE" in part["environment"]}
    assert named == {"signing"}
    for name, part in _own(compose).items():
        mounts = [held for held in part.get("volumes", []) if held.startswith("authority:")]
        assert all(held.endswith(":ro") for held in mounts) or name == "signing", f"{name} writes certificates"
    assert compose["services"]["signing"]["networks"] == ["keys"]
    beside = {name for name, part in compose["services"].items() if "keys" in part.get("networks", [])}
    assert beside == {"postgres", "signing", "signing-migrate"} | ASK_FOR_SIGNATURES
    plain = Settings(_env_file=None, port=Settings.model_fields["port"].default)
    for name in ASK_FOR_SIGNATURES:
        url = compose["services"][name]["environment"]["LIENTHONG_SIGNING_URL"]
        assert url == f"http://signing:{plain.service_port('signing')}", name


def test_the_gateway_finds_every_service_on_its_own_port(compose: dict[str, Any]) -> None:
    urls = json.loads(compose["services"]["gateway"]["environment"]["LIENTHONG_SERVICE_URLS"])
    # The port as declared: whoever runs the tests may have chosen another for a province of their own.
    plain = Settings(_env_file=None, service_urls={}, port=Settings.model_fields["port"].default)
    assert urls == {service: f"http://{service}-web:{plain.service_port(service)}" for service in SERVICES}


def test_everything_that_stays_up_is_watched(compose: dict[str, Any]) -> None:
    for name, part in compose["services"].items():
        if name.endswith("-migrate"):
            assert part["restart"] == "no"
        else:
            assert part["healthcheck"]["test"], name
            assert part["restart"] == "unless-stopped"


def test_no_secret_has_a_default_value(compose: dict[str, Any]) -> None:
    secret = re.compile(r"PASSWORD|SECRET|COOKIE|KEY|TOKEN", re.IGNORECASE)
    defaults = [name for name in re.findall(r"\$\{(\w+):?-", TEXT) if secret.search(name)]
    assert not defaults
    for part in compose["services"].values():
        for name, value in part.get("environment", {}).items():
            if secret.search(name) and not name.endswith("_FILE"):
                assert value is None or re.fullmatch(r"\$\{\w+:\?[^}]*\}", value), name


def test_the_example_lists_every_variable() -> None:
    example = (ROOT / "deploy" / "env.example").read_text("utf-8")
    assert set(re.findall(r"^([A-Z_0-9]+)=$", example, re.MULTILINE)) == set(re.findall(r"\$\{(\w+):\?", TEXT))
    optional = set(re.findall(r"\$\{(\w+):-", TEXT)) | set(
        re.findall(r"^\s+((?:AWS|LIENTHONG)_\w+):$", TEXT, re.MULTILINE)
    )
    assert set(re.findall(r"^# ([A-Z_0-9]+)=", example, re.MULTILINE)) == optional


def test_the_subset_of_the_lock_keeps_hashes_and_leaves_out_the_rest() -> None:
    entries = subset_lock.read_lock((ROOT / "requirements.lock").read_text("utf-8"))
    report = {"install": [{"metadata": {"name": name}} for name in ("FastAPI", "python_jose", "lienthong-shared")]}
    chosen = subset_lock.select_entries(entries, report)
    assert [entry.split("==")[0].split("[")[0] for entry in chosen] == ["fastapi", "python-jose"]
    assert all("--hash=sha256:" in entry and not entry.endswith("\\") for entry in chosen)
    constraints = [constraint for constraint, _ in entries.values()]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^\s\[\]]+", line) for line in constraints), "pip takes no extras here"


def test_scripts_of_the_images_are_sound() -> None:
    for script in ("postgres/10-databases.sh", "rabbitmq/start-node.sh"):
        path = ROOT / "deploy" / script
        assert path.stat().st_mode & 0o111, f"{script} must be executable"
        subprocess.run(["sh", "-n", str(path)], check=True)

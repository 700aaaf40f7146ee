"""How one member runs by itself, in a container: `python -m shared.web.serve one_stop web`.

serve <package> web       answer requests until SIGTERM
serve <package> worker    relay, consume and keep schedules until SIGTERM
serve <package> migrate   bring the member's own database to the newest revision, and end
serve <package> seed      publish what is new or changed in data/<province>; the accounts made are printed once, as JSON
serve <package> health    is this container's web process answering? (health check of web containers)
serve <package> database  can this container reach its database? (health check of worker containers)
serve mail_directory ask-reset NAME   ask for the password of a directory administrator or operator; somebody else gives it
serve identity-keys DIR   make the gateway's key pair: identity.pem and identity.jwks.json
serve signing-key FILE    make the key of the key store; a file that is there gets the next key on its first line (docs/runbook.md)
serve axis-keys DIR [SERVICE]  make what is missing of axis-<service>.pem, and axis.jwks.json of all that are there; the next key of SERVICE
"""

import asyncio
import importlib
import ssl
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from shared.core.memory import keep_large_apart
from shared.core.settings import SERVICES, SIGNING, Settings

GATEWAY = "gateway"
PACKAGES = (GATEWAY, SIGNING, *(service.replace("-", "_") for service in SERVICES))


def serve_web(package: str, settings: Settings) -> None:
    importlib.import_module(f"{package}.main").run_web(settings)


def serve_worker(package: str, settings: Settings) -> None:
    importlib.import_module(f"{package}.worker").run_worker(settings)


def migrate_database(package: str, settings: Settings) -> None:
    from shared.storage.migrating import migrate

    migrate(package, settings.url_for(package))


def seed_database(package: str, settings: Settings) -> None:
    """The same content changes nothing, so an interrupted run is simply repeated."""
    from shared.storage import published
    from shared.storage.database import Database

    seed: Any = importlib.import_module(f"{package}.seeding").seed
    province = settings.province_folder
    if not province.is_dir():
        raise SystemExit(f"{province} is not here: set LIENTHONG_PROVINCE to the name of a folder in {settings.data}/")

    async def run() -> list[dict[str, str]]:
        database = Database(settings.url_for(package), "seed", size=2)
        try:
            await published.require_province(database, settings.province)
            accounts: list[dict[str, str]] = await seed(database, settings, province)
            await published.note_province(database, settings.province)
            return accounts
        finally:
            await database.close()

    try:
        made = asyncio.run(run())
    except ValueError as fault:
        raise SystemExit(str(fault)) from fault
    sys.stdout.write(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode() + "\n")


def check_web(package: str, settings: Settings) -> None:
    port = settings.port if package == GATEWAY else settings.service_port(package.replace("_", "-"))
    encrypted = package == GATEWAY and settings.tls_certificate_file is not None
    address = f"{'https' if encrypted else 'http'}://127.0.0.1:{port}/healthz"
    # The certificate names the public address, and this call never leaves the container.
    trust = ssl._create_unverified_context() if encrypted else None  # noqa: S323
    with urllib.request.urlopen(address, timeout=4, context=trust) as answer:  # noqa: S310 - the address is ours
        if answer.status != 200:
            raise SystemExit(1)


def check_database(package: str, settings: Settings) -> None:
    async def look() -> None:
        connection = await asyncpg.connect(settings.url_for(package), timeout=4)
        try:
            await connection.fetchval("SELECT count(*) FROM alembic_version", timeout=4)
        finally:
            await connection.close()

    asyncio.run(look())


def ask_reset(package: str, settings: Settings, user_name: str) -> None:
    from shared.storage.database import Database

    ask: Any = importlib.import_module(f"{package}.asking").ask_reset

    async def run() -> str:
        database = Database(settings.url_for(package), "ask-reset", size=1)
        try:
            said: str = await ask(database, user_name)
            return said
        finally:
            await database.close()

    try:
        sys.stdout.write(asyncio.run(run()) + "\n")
    except ValueError as refusal:
        raise SystemExit(str(refusal)) from None


COMMANDS: dict[str, Callable[[str, Settings], None]] = {
    "web": serve_web,
    "worker": serve_worker,
    "migrate": migrate_database,
    "seed": seed_database,
    "health": check_web,
    "database": check_database,
}


def main(arguments: list[str]) -> None:
    if len(arguments) == 2 and arguments[0] == "identity-keys":
        from shared.access.identity import make_keys

        folder = Path(arguments[1])
        make_keys(folder / "identity.pem", folder / "identity.jwks.json")
        return
    if len(arguments) == 2 and arguments[0] == "signing-key":
        from shared.signing.store_keys import add_store_key

        add_store_key(Path(arguments[1]))
        return
    if len(arguments) in (2, 3) and arguments[0] == "axis-keys":
        from shared.messaging import proof

        if (renew := "".join(arguments[2:])) not in ("", *SERVICES):
            raise SystemExit(f"{renew} is none of {', '.join(SERVICES)}")
        proof.make_keys(Path(arguments[1]), SERVICES, renew)
        return
    if len(arguments) == 3 and arguments[:2] == ["mail_directory", "ask-reset"]:
        ask_reset("mail_directory", Settings(), arguments[2])
        return
    if len(arguments) != 2 or arguments[0] not in PACKAGES or arguments[1] not in COMMANDS:
        raise SystemExit(__doc__)
    keep_large_apart()
    COMMANDS[arguments[1]](arguments[0], Settings())


if __name__ == "__main__":
    main(sys.argv[1:])

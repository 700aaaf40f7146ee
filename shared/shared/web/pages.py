"""Pages for people: templates, what every page knows, and the static files beside them."""

import hashlib
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.bccache import Bucket
from markupsafe import Markup
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from shared.access.identity import IDLE
from shared.core import clock, formats
from shared.core.addresses import field_name
from shared.core.province import Province
from shared.web import form_fields
from shared.web.file_answers import way_to_view
from shared.web.form_token import FIELD as CSRF_FIELD
from shared.web.form_token import mask
from shared.web.named_faults import name_faults
from shared.web.navigation import Menu, mark_place
from shared.web.signposts import Signpost

STATIC_FOLDER = Path(__file__).parents[1] / "static"
_TEMPLATES = Path(__file__).parents[1] / "templates"
_ONE_YEAR = "public, max-age=31536000, immutable"


class _Anonymous:
    """Stands in where no identity was put on the request (error pages, tests)."""

    kind = "anonymous"
    subject = name = user_name = agency_code = agency_name = title = csrf = session = ""
    roles: frozenset[str] = frozenset()
    signed_in = has_other_posts = must_choose = must_change = False
    on_behalf_of = None


_ANONYMOUS = _Anonymous()


class _Compiled(FileSystemBytecodeCache):
    """Only a saving: with a full disk, or without its folder, pages are shown all the same, the one that says so included."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


class Pages:
    """Trang giao diện của một dịch vụ: one per service, made in `create_app`."""

    def __init__(
        self,
        service_templates: Path,
        texts: Mapping[str, str] | None = None,
        *,
        embedded: bool,
        scans: bool = False,
        province: Province,
        menu: Menu,
        language: str = "vi",
        compiled: Path | None = None,
    ) -> None:
        """`compiled`: a folder of processes that run the same code; what one has compiled the others only read."""
        self._texts = dict(texts or {})
        self._menu = menu
        self._environment = _environment(service_templates, language)
        if compiled is not None:
            self._environment.bytecode_cache = _Compiled(str(compiled))
        self._environment.globals.update(
            embedded=embedded,
            scans=scans,
            province=province,
            asset=asset,
            Signpost=Signpost,
            idle_seconds=int(IDLE.total_seconds()),
            text=self.text,
            due_state=formats.due_state,
            way_to_view=way_to_view,
            field_name=field_name,
            choice_items=form_fields.choice_items,
            date_parts=form_fields.date_parts,
        )

    @property
    def environment(self) -> Environment:
        """For a service's own filters; add them before the first page."""
        return self._environment

    @property
    def texts(self) -> Mapping[str, str]:
        """The service's own sentences."""
        return self._texts

    def text(self, code: str) -> str:
        """The service's sentence or label for a code; the code itself when nobody wrote one."""
        return self._texts.get(code, code)

    def render(self, request: Request, name: str, /, status: int = 200, **context: object) -> HTMLResponse:
        """A page, or a fragment for htmx. Pages carry personal data and form tokens, so nobody may keep them."""
        request.state.answered = status  # a refused request's transaction is undone
        body = self._environment.get_template(name).render(self._known(request) | context)
        if status >= 400:
            body = name_faults(body)
        return HTMLResponse(body, status, headers={"Cache-Control": "no-store"})

    def _known(self, request: Request) -> dict[str, Any]:
        identity = getattr(request.state, "identity", None) or _ANONYMOUS
        path = request.url.path
        return {
            "request": request,
            "path": path,
            "here": path + (f"?{request.url.query}" if request.url.query and request.method == "GET" else ""),
            "identity": identity,
            "request_id": getattr(request.state, "request_id", ""),
            "now": clock.now(),
            "navigation": mark_place(self._menu(request, identity), path),
            "csrf_field": lambda: csrf_field(identity),
            "is_htmx": is_fragment(request),
        }


def is_fragment(request: Request) -> bool:
    """Whether a script of our page asks for a part of it; a person who opens the address gets the page."""
    return request.headers.get("hx-request") == "true"


def csrf_field(identity: Any) -> Markup:
    """The hidden field every form that posts must hold."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, mask(identity.csrf))


def asset(name: str) -> str:
    """Address of a static file; the version changes with its content, so browsers may keep it for a year."""
    version = _fingerprint(name)
    return f"/static/{name}?v={version}" if version else f"/static/{name}"


@lru_cache(maxsize=256)
def _fingerprint(name: str) -> str:
    path = STATIC_FOLDER / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


class _KeptFiles(StaticFiles):
    """Static files a browser keeps for a year when asked for by version, and asks about again otherwise."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            versioned = scope.get("query_string", b"").startswith(b"v=")
            response.headers["Cache-Control"] = _ONE_YEAR if versioned else "no-cache"
        return response


def static_files() -> ASGIApp:
    """What the gateway mounts at /static."""
    return _KeptFiles(directory=STATIC_FOLDER)


class _Environment(Environment):
    """With globals in a plain dictionary: each use of a component imports others and compares them, 186 times on a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def _environment(service_templates: Path, language: str) -> Environment:
    environment = _Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(service_templates),
                FileSystemLoader(_TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        _translations(service_templates.parent / "locale", language), newstyle=True
    )
    environment.filters.update(
        vn_date=formats.vn_date,
        vn_datetime=formats.vn_datetime,
        money=formats.money,
        fee=formats.fee_words,
        number=formats.number,
        counted=formats.counted,
        file_size=formats.file_size,
        asset=asset,
    )
    return environment


def _translations(folder: Path, language: str) -> NullTranslations:
    """Vietnamese is the source language: without a catalogue each sentence stands as it was written."""
    return Translations.load(folder, [language]) if folder.is_dir() else NullTranslations()

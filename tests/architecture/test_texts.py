"""Every refusal that code can raise has a sentence for the person who meets it."""

import ast
import importlib
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from shared.access.rights import ROLE_NAMES, Role
from shared.core.errors import TEXTS as SHARED_TEXTS
from shared.core.errors import Refusal
from shared.standards.document_status import NAMES as PROCESSING_NAMES
from shared.standards.document_status import DocumentStatus as ProcessingStatus
from shared.standards.dossier_status import OFFICIAL_NAMES, DossierStatus
from testing.members import MEMBERS, WEB_MEMBERS, Member


def _import_all(member: Member) -> None:
    for path, _ in member.modules():
        inside = path.relative_to(member.code).with_suffix("")
        if "migrations" not in inside.parts and not inside.name.startswith("__"):
            importlib.import_module(".".join((member.package, *inside.parts)))


def _refusals(kind: type[Refusal] = Refusal) -> set[str]:
    return {kind.__name__}.union(*(_refusals(below) for below in kind.__subclasses__()))


@pytest.fixture(scope="module")
def refusal_names() -> set[str]:
    for member in (*WEB_MEMBERS, next(m for m in MEMBERS if m.name == "shared")):
        _import_all(member)
    return _refusals()


@pytest.mark.parametrize("member", [m for m in MEMBERS if m.name != "operations"], ids=lambda member: member.name)
def test_every_refusal_has_a_sentence(member: Member, refusal_names: set[str]) -> None:
    texts = (member.load("texts").TEXTS if member.has("texts") else {}) | SHARED_TEXTS
    without = []
    for path, tree in member.modules():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in refusal_names):
                continue
            code = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if isinstance(code, str) and code not in texts:
                without.append(f"{path.name}:{node.lineno} {code}")
    assert not without


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_sentences_are_vietnamese_and_whole(member: Member) -> None:
    """A sentence ends with a full stop; a label does not. None is empty, none is its own code."""
    for code, sentence in member.load("texts").TEXTS.items():
        assert sentence.strip() == sentence, code
        assert sentence
        assert sentence != code
        assert not sentence.isascii() or len(sentence.split()) <= 6, f"{code}: is this Vietnamese? {sentence}"


def _shown(package: str, table: str) -> Any:
    return getattr(importlib.import_module(f"{package}.texts"), table)


def _statuses_of_documents() -> list[str]:
    return list(importlib.import_module("document_exchange.documents.rules").DocumentStatus)


LABELLED: dict[str, tuple[Iterable[Any], Mapping[Any, str]]] = {
    "role": (Role, ROLE_NAMES),
    "role in the directory": ([f"role_{role}" for role in Role], _shown("mail_directory", "TEXTS")),
    "dossier status": (DossierStatus, OFFICIAL_NAMES),
    "dossier status at the counter": (
        [str(status.value) for status in DossierStatus],
        _shown("one_stop", "STATUS_LABELS"),
    ),
    "dossier status for the citizen": (DossierStatus, _shown("online_services", "STATUS_NAMES")),
    "colour of a dossier status": (DossierStatus, _shown("online_services", "STATUS_COLOURS")),
    "document status": (_statuses_of_documents(), _shown("document_exchange", "DOCUMENT_STATUS_LABELS")),
    "processing status": (ProcessingStatus, PROCESSING_NAMES),
    "processing status on screens": (ProcessingStatus, _shown("document_exchange", "STATUS_LABELS")),
}
"""Members of what the law fixes, beside the labels under which screens show them."""


@pytest.mark.parametrize("name", LABELLED)
def test_every_role_and_status_has_a_label_of_its_own(name: str) -> None:
    members, labels = LABELLED[name]
    shown = {member: labels.get(member, "") for member in members}
    assert shown
    assert [member for member, label in shown.items() if not label.strip()] == []
    assert name.startswith("colour") or len(set(shown.values())) == len(shown), (
        "two that look the same cannot be told apart"
    )

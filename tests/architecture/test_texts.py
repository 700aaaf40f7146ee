"""Every refusal that code can raise has a sentence for the person who meets it."""

import ast
import importlib

import pytest

from shared.errors import TEXTS as SHARED_TEXTS
from shared.errors import Refusal
from tests.architecture.members import MEMBERS, WEB_MEMBERS, Member


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

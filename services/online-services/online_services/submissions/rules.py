"""What a dossier needs before it may be filed. Values in, findings out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from shared.standards.file_kinds import LARGEST_UPLOAD, FileKind

LARGEST_FILE = LARGEST_UPLOAD
MOST_FILES_PER_PAPER = 5
MOST_OPEN_DRAFTS = 50
DAYS_IN_BIN = 30
"""So long a draft that was thrown away can be taken back."""
RETURN_CHANNELS = ("online", "counter", "post")


def missing_papers(required: Iterable[Mapping[str, Any]], attached: Iterable[str]) -> list[str]:
    """Codes of papers that the procedure demands and that nothing was attached for."""
    present = set(attached)
    return [
        str(paper["code"])
        for paper in asked_papers(required)
        if paper.get("required", True) and paper["code"] not in present
    ]


def asked_papers(papers: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Papers that people have to bring: what the form's answers already say is made from them."""
    return [paper for paper in papers if not paper.get("from_form")]


def papers_to_make(papers: Iterable[Mapping[str, Any]], attached: Iterable[str]) -> list[Mapping[str, Any]]:
    """Papers to make from the answers; one that somebody brings all the same, signed perhaps, is taken instead."""
    present = set(attached)
    return [paper for paper in papers if paper.get("from_form") and paper["code"] not in present]


def unknown_papers(known: Iterable[Mapping[str, Any]], attached: Iterable[str]) -> list[str]:
    codes = {paper["code"] for paper in known}
    return [code for code in attached if code not in codes]


def crowded_papers(attached: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(attached).items() if count > MOST_FILES_PER_PAPER]


class _Kept(Protocol):
    @property
    def paper_code(self) -> str: ...

    @property
    def media_type(self) -> str: ...


File = TypeVar("File", bound=_Kept)


def pictures_among(files: Iterable[File], code: str) -> list[File]:
    """Of one paper, those that can be joined to one PDF."""
    kinds = (FileKind.JPG.media_type, FileKind.PNG.media_type)
    return [file for file in files if file.paper_code == code and file.media_type in kinds]


def paper_name(papers: Iterable[Mapping[str, Any]], code: str) -> str:
    return next((str(paper["name"]) for paper in papers if paper["code"] == code), code)

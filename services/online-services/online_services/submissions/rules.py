"""What a dossier needs before it may be filed. Values in, findings out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

LARGEST_FILE = 20 * 1_048_576
MOST_FILES_PER_PAPER = 5
MOST_OPEN_DRAFTS = 50
RETURN_CHANNELS = ("online", "counter", "post")


def missing_papers(required: Iterable[Mapping[str, Any]], attached: Iterable[str]) -> list[str]:
    """Codes of papers that the procedure demands and that nothing was attached for."""
    present = set(attached)
    return [str(paper["code"]) for paper in required if paper.get("required", True) and paper["code"] not in present]


def unknown_papers(known: Iterable[Mapping[str, Any]], attached: Iterable[str]) -> list[str]:
    codes = {paper["code"] for paper in known}
    return [code for code in attached if code not in codes]


def crowded_papers(attached: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(attached).items() if count > MOST_FILES_PER_PAPER]


def paper_name(papers: Iterable[Mapping[str, Any]], code: str) -> str:
    return next((str(paper["name"]) for paper in papers if paper["code"] == code), code)

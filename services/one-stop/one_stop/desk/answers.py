"""Answers of an e-form that the dossier's own particulars do not say already."""

from typing import Any

from one_stop.dossiers.warnings import repeats
from shared.contracts.values import Applicant


def not_above(answers: dict[str, Any], applicant: Applicant, labels: list[dict[str, Any]]) -> dict[str, Any]:
    """Without what the applicant's particulars say already."""
    told_above = repeats(answers, applicant, labels)
    return {name: value for name, value in answers.items() if name not in told_above}

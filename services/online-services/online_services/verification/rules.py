"""Codes as people type them."""

from shared.standards.dossier_code import parse_dossier_code

LONGEST_CODE = 80
_BETWEEN_GROUPS = str.maketrans("", "", " \t\r\n\u00a0\u2007\u202f\u200b.-_–—\u2010\u2011,;:/\x00")


def cleaned_code(typed: str) -> str:
    """A verification code without what stands between its groups; letters of either case are the same."""
    return "".join(typed.translate(_BETWEEN_GROUPS).split())[:LONGEST_CODE].lower()


def is_dossier_code(typed: str) -> bool:
    """The code of the dossier stands on the same paper, and is asked for elsewhere."""
    return parse_dossier_code("".join(typed.split()).upper()) is not None

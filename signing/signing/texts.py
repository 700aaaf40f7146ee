"""Sentences that Python shows: those of signing, for whoever called."""

from shared.signing.errors import TEXTS as SIGNING_TEXTS

TEXTS: dict[str, str] = dict(SIGNING_TEXTS)

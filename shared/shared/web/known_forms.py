"""What a part says of the few of its forms that the gateway treats in a way of their own."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Treatment(StrEnum):
    """Cách cổng đối xử với một biểu mẫu."""

    SAVES = "saves"  # only saves a draft: sent too late, it goes on by itself once its owner has signed in again
    RARE = "rare"  # a few times in a life (the present password or a code sets another): so few tries a minute
    REGISTERS = "registers"  # may be mended often, and is made a few times
    CONFIRMS = "confirms"  # bears the person's password, which the gateway looks at and takes out: the part is told what came of it


class Form(BaseModel):
    """Biểu mẫu của một phần: a page's POST route, written as the route is (`/van-ban/di/{document_id}/sua`)."""

    model_config = ConfigDict(frozen=True)

    path: Annotated[str, StringConstraints(pattern=r"^/[a-z0-9\-]+(/[a-z0-9\-]+|/\{[a-z_]+\})*$", max_length=200)]
    treatment: Treatment


class KnownForms:
    """Which form a path is."""

    def __init__(self, forms: Iterable[Form]) -> None:
        told = list(forms)
        self._plain = {form.path: form.treatment for form in told if "{" not in form.path}
        self._others = [(_pattern(form.path), form.treatment) for form in told if "{" in form.path]

    def treatment_of(self, path: str) -> Treatment | None:
        if (found := self._plain.get(path)) is not None:
            return found
        return next((treatment for pattern, treatment in self._others if pattern.fullmatch(path)), None)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(
        "".join("[^/]+" if part[0] == "{" else re.escape(part) for part in re.split(r"(\{\w+\})", path) if part)
    )

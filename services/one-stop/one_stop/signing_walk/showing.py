"""A draft as the walk shows it: how many pages it has, and where the picture of each is."""

from dataclasses import dataclass

from one_stop.dossiers.models import Dossier
from one_stop.results.models import DossierResult
from shared.foreign import confined
from shared.foreign.pages_seen import MEMORY_MB, Unseen, read_page


@dataclass(frozen=True)
class Draft:
    """Dự thảo kết quả on the page."""

    result: DossierResult
    href: str
    pages: int
    """0 where they cannot be shown."""
    words: str
    """Of the first page, for readers that speak."""

    def page(self, number: int) -> str:
        """Address of the viewer's page."""
        return f"{self.href}{'&' if '?' in self.href else '?'}xem={number}"

    def picture(self, number: int) -> str:
        return f"{self.page(number)}&anh=1"


async def shown(dossier: Dossier, result: DossierResult, pdf: bytes) -> Draft:
    """By the viewer of files, which draws the pages (`shared.web.viewer`)."""
    base, brought = f"/mot-cua/ho-so/{dossier.id}", result.brought()
    own = f"{base}/du-thao" + (f"?so={result.position}" if result.position else "")
    href = f"{base}/tep/{brought.sha256}" if brought else own
    try:
        first = await confined.run(read_page, pdf, "application/pdf", 1, memory_mb=MEMORY_MB)
    except (Unseen, confined.Overrun):
        return Draft(result, href, 0, "")
    return Draft(result, href, first.pages, first.words)

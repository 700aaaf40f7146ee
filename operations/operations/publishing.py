"""`./lienthong seed`: publish what changed in the province's data into the province that runs."""

from rich.console import Console

from operations import seed
from operations.databases import addresses
from operations.errors import CannotProceed
from operations.province import POSTGRES_PORT_OFFSET, embedded_postgres
from operations.running import RunFolder
from shared.core.settings import Settings


def running_province(settings: Settings, otherwise: str) -> Settings:
    """Settings by which the province that runs on this folder is reached; CannotProceed with `otherwise` when none does."""
    state = RunFolder(settings.var).read_state()
    if not state or not state.get("ready"):
        raise CannotProceed(otherwise)
    if state["postgres"] is not None:  # it runs beside the port that `up` was told, whatever is said here
        settings = settings.model_copy(update={"port": state["postgres"]["port"] - POSTGRES_PORT_OFFSET})
    postgres = embedded_postgres(settings)
    urls = addresses(settings, postgres.url if postgres is not None else settings.database_url)
    return settings.model_copy(update={"database_urls": urls})


def publish(settings: Settings, console: Console) -> int:
    running = running_province(settings, "Hệ thống chưa chạy: ./lienthong up sẽ công bố dữ liệu đã đổi.")
    if warning := seed.missing_calendar(settings):
        console.print(warning, markup=False)
    if seed.is_published(settings):
        console.print("Dữ liệu của tỉnh không đổi, không có gì để công bố.")
        return 0
    seed.seed_province(running)
    seed.note_published(settings)
    console.print("Đã công bố dữ liệu đã đổi của tỉnh.")
    return 0

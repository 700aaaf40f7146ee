"""`./lienthong seed`: publish what changed in the province's data into the province that runs."""

from rich.console import Console

from operations import seed
from operations.databases import addresses
from operations.errors import CannotProceed
from operations.province import embedded_postgres
from operations.running import RunFolder
from shared.settings import Settings


def publish(settings: Settings, console: Console) -> int:
    state = RunFolder(settings.var).read_state()
    if state is None or not state.get("ready"):
        raise CannotProceed("Hệ thống chưa chạy: ./lienthong up sẽ công bố dữ liệu đã đổi.")
    if warning := seed.missing_calendar(settings):
        console.print(warning, markup=False)
    if seed.is_published(settings):
        console.print("Dữ liệu của tỉnh không đổi, không có gì để công bố.")
        return 0
    postgres = embedded_postgres(settings)
    urls = addresses(settings, postgres.url if postgres is not None else settings.database_url)
    seed.seed_province(settings.model_copy(update={"database_urls": urls}))
    seed.note_published(settings)
    console.print("Đã công bố dữ liệu đã đổi của tỉnh.")
    return 0

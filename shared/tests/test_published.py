"""One member's data are published by hand as well: never those of another province over what is there."""

from pathlib import Path
from typing import Any

import pytest

from shared.core.settings import Settings
from shared.web.serve import seed_database

ROOT = Path(__file__).parents[2]


def test_the_data_of_another_province_are_refused(service_database: Any, capsys: pytest.CaptureFixture[str]) -> None:
    own = Settings(data=ROOT / "data", database_urls={"one_stop": service_database("one_stop")})
    seed_database("one_stop", own)
    seed_database("one_stop", own)
    other = own.model_copy(update={"data": ROOT / "tests" / "provinces", "province": "van-hai"})
    with pytest.raises(SystemExit, match=f"LIENTHONG_PROVINCE={own.province}"):
        seed_database("one_stop", other)
    assert capsys.readouterr().err == ""

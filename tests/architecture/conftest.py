from pathlib import Path

import pytest

from shared.access.identity import make_keys
from shared.core.settings import Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a province that is not running: no database answers at this address."""
    var: Path = tmp_path_factory.mktemp("var")
    made = Settings(
        _env_file=None, var=var, database_url="postgresql://nobody@127.0.0.1:9/none", database_urls={}, broker_url=""
    )
    make_keys(made.identity_key, made.identity_jwks, bits=2048)
    return made

"""What every test may ask for."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The producers' files beside the checkout; they are not part of the product."""
    if not SHARED.is_dir():
        pytest.skip("not run: needs ../shared/data, which is not part of the product")
    return SHARED

"""Everyone on the path, and a home for originals."""

import pytest

import walk as on_path


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast(db):
    return on_path.cast()

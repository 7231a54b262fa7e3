"""Everyone on the path, and a process that knows of no correction yet."""

import pytest

import walk
from focalpoint.doctrine import office


@pytest.fixture(autouse=True)
def no_correction_yet(settings, tmp_path, monkeypatch):
    settings.FOCALPOINT_HOME = tmp_path
    monkeypatch.setattr(office._Held, "states", ())


@pytest.fixture
def cast(db):
    return walk.cast()

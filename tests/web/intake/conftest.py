"""The process that prepares previews, as `focalpoint up` starts it."""

import os
import subprocess
import time

import pytest

from focalpoint.desk.intake import preview
from focalpoint.desk.intake.preview_service import SERVICE


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    path = tmp_path_factory.mktemp("s") / "s"
    path.parent.chmod(0o700)
    with subprocess.Popen([*SERVICE, str(path), str(os.getpid())], env={}) as process:
        while not path.exists():
            time.sleep(0.02)
        yield str(path)
        process.terminate()
    assert not path.parent.exists()


@pytest.fixture
def previews(service, settings, monkeypatch):
    """The service; a page waits for it as long as a busy machine takes."""
    settings.FOCALPOINT_PREVIEWS = service
    monkeypatch.setattr(preview, "WAIT_SECONDS", 60)

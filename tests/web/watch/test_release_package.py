"""A whole release taken away from the desk."""

import io
import shutil
import zipfile

import pages
from focalpoint.desk.trail.models import Event
from focalpoint.foresight.release.package import package


def test_a_package_comes_down_by_name_and_is_in_the_trail(owner, release, bundle_folder, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    shutil.copytree(bundle_folder / release.id, tmp_path / "releases" / release.id)
    answer = owner.get(f"/releases/{release.id}/package.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{release.id}.zip"'
    assert answer.content == package(bundle_folder / release.id)
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    assert Event.objects.get(verb="rows.exported").subject == release.id
    assert f"/releases/{release.id}/package.zip" in pages.read(owner.get("/releases/").content).links()


def test_without_its_files_a_release_is_not_offered_and_not_found(owner, release, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    assert owner.get(f"/releases/{release.id}/package.zip").status_code == 404
    page = pages.read(owner.get("/releases/").content)
    assert "its files are not here" in page.text
    assert not [link for link in page.links() if link.endswith("package.zip")]


def test_a_release_whose_files_were_changed_is_not_given_out(owner, release, bundle_folder, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    folder = shutil.copytree(bundle_folder / release.id, tmp_path / "releases" / release.id)
    (folder / "model_card.md").write_text("Another card.")
    assert owner.get(f"/releases/{release.id}/package.zip").status_code == 404


def test_a_release_that_nobody_imported_is_not_found(owner, release):
    assert owner.get("/releases/r-2020-01-00000000/package.zip").status_code == 404

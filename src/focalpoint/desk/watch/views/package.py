"""A whole release as one file to take away."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from focalpoint.desk.watch.opening import opened
from focalpoint.desk.web.files import ZIP, File, send_export
from focalpoint.desk.web.limits import limit_files
from focalpoint.foresight.release.package import NotPackable, package


def kept_at(name: str) -> Path:
    """Return the folder in which the installation keeps a release; it need not be there."""
    return Path(settings.FOCALPOINT_HOME) / "releases" / name


@require_safe
@limit_files
def package_file(request: HttpRequest, name: str) -> HttpResponse:
    """Send a release as a data package, from the folder where the installation keeps its releases."""
    release, _before = opened(request, id=name)
    if release is None:
        raise Http404
    try:
        content = package(kept_at(release.id))
    except NotPackable:
        # The desk shows it from the database; the files are elsewhere, or not what was frozen.
        raise Http404 from None
    return send_export(request, File(f"{release.id}.zip", ZIP, content), release.id)

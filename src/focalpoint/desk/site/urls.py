"""Every address of the desk."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from focalpoint.desk.site import health
from focalpoint.desk.site.zone import zone

urlpatterns = [
    path("", include("focalpoint.desk.pages.urls")),
    path("", include("focalpoint.desk.watch.urls")),
    path("", include("focalpoint.desk.library.urls")),
    path("", include("focalpoint.desk.intake.urls")),
    path("", include("focalpoint.desk.situations.urls")),
    path("", include("focalpoint.desk.life.urls")),
    path("", include("focalpoint.desk.compartments.urls")),
    path("", include("focalpoint.desk.assessments.urls")),
    path("", include("focalpoint.desk.decisions.urls")),
    path("", include("focalpoint.desk.consultations.urls")),
    path("", include("focalpoint.desk.interests.urls")),
    path("", include("focalpoint.desk.missions.urls")),
    path("", include("focalpoint.desk.options.urls")),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("sign-in/zone/", zone, name="zone"),
    path("sign-in/", include("focalpoint.desk.people.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]

handler400 = "focalpoint.desk.site.errors.bad_request"
handler429 = "focalpoint.desk.site.errors.too_many"
handler500 = "focalpoint.desk.site.errors.broken"

"""Addresses of Watch. A liaison and a reporter come in by the same door and are led to their own page."""

from django.urls import path

from focalpoint.desk.people.access import roles
from focalpoint.desk.people.models import Role
from focalpoint.desk.watch import views
from focalpoint.desk.watch.views import brief, country, events, newer, record, truth

OWN_PAGE = {Role.LIAISON: "transmissions", Role.REPORTER: "report"}
inside = roles(*(role for role in Role if role not in OWN_PAGE))

urlpatterns = [
    path("", roles(*(role for role in Role if role not in OWN_PAGE), instead=OWN_PAGE)(views.watch.page), name="watch"),
    path("watch.csv", inside(views.watch.as_csv), name="watch_csv"),
    path("watch.xlsx", inside(views.watch.as_xlsx), name="watch_xlsx"),
    path("country/<str:iso3>/", inside(country.page), name="country"),
    path("country/<str:iso3>/rows.csv", inside(country.rows), name="country_rows"),
    path("country/<str:iso3>/brief.pdf", inside(brief.as_pdf), name="country_brief"),
    path("country/<str:iso3>/events/", inside(events.page), name="country_events"),
    path("country/<str:iso3>/events.csv", inside(events.as_csv), name="country_events_csv"),
    path("find/", inside(country.find), name="find"),
    path("countries.json", inside(country.names), name="country_names"),
    path("scorecard/", record.scorecard, name="scorecard"),
    path("scorecard/rows.csv", record.score_rows, name="score_rows"),
    path("method/", record.method, name="method"),
    path("method/even-hand.csv", record.evenhand_rows, name="evenhand_rows"),
    path("releases/", inside(record.releases), name="releases"),
    path("releases/<str:name>/truth/", truth.page, name="truth"),
    path("newer-data/", inside(newer.page), name="newer"),
    path("newer-data/update/", roles(Role.ADMINISTRATOR)(newer.update), name="update_data"),
]

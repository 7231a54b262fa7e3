"""Addresses of Watch."""

from django.urls import path

from focalpoint.desk.watch import views
from focalpoint.desk.watch.views import country, record

urlpatterns = [
    path("", views.watch.page, name="watch"),
    path("watch.csv", views.watch.as_csv, name="watch_csv"),
    path("watch.xlsx", views.watch.as_xlsx, name="watch_xlsx"),
    path("country/<str:iso3>/", country.page, name="country"),
    path("country/<str:iso3>/rows.csv", country.rows, name="country_rows"),
    path("find/", country.find, name="find"),
    path("countries.json", country.names, name="country_names"),
    path("scorecard/", record.scorecard, name="scorecard"),
    path("scorecard/rows.csv", record.score_rows, name="score_rows"),
    path("method/", record.method, name="method"),
    path("method/even-hand.csv", record.evenhand_rows, name="evenhand_rows"),
    path("releases/", record.releases, name="releases"),
    path("newer-data/", record.newer, name="newer"),
]

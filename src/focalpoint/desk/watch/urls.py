"""Addresses of Watch that show nothing of other apps. What is open to everybody is said in public_pages.py."""

from django.urls import path

from focalpoint.desk.people.access import requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.watch.public_pages import forecast_page
from focalpoint.desk.watch.views import finder, follow, newer, package, record, truth

inside = requires(Permission.FORECAST_READ)
following = requires(Permission.STATE_FOLLOW)

urlpatterns = [
    path("country/<str:iso3>/follow/", following(follow.follow), name="follow"),
    path("country/<str:iso3>/unfollow/", following(follow.unfollow), name="unfollow"),
    path("find/", forecast_page(finder.find), name="find"),
    path("countries.json", forecast_page(finder.names), name="country_names"),
    path("scorecard/", record.scorecard, name="scorecard"),
    path("scorecard/rows.csv", record.score_rows, name="score_rows"),
    path("method/", record.method, name="method"),
    path("method/even-hand.csv", record.evenhand_rows, name="evenhand_rows"),
    path("releases/", forecast_page(record.releases), name="releases"),
    path("releases/<str:name>/package.zip", forecast_page(package.package_file), name="release_package"),
    path("releases/<str:name>/truth/", truth.page, name="truth"),
    path("newer-data/", inside(newer.page), name="newer"),
    path("newer-data/update/", requires(Permission.DATA_UPDATE)(newer.update), name="update_data"),
]

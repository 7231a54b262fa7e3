"""Addresses of the pages that show several apps, or a room that has no pages of its own."""

from django.urls import path

from focalpoint.desk.pages import (
    account_roles,
    administration,
    country,
    country_brief,
    country_events,
    item,
    office_mode,
    outside,
    report,
    roles,
    trail,
    watch,
)
from focalpoint.desk.watch.public_pages import forecast_page

urlpatterns = [
    path("", forecast_page(watch.page, leads_home=True), name="watch"),
    path("watch.csv", forecast_page(watch.as_csv), name="watch_csv"),
    path("watch.xlsx", forecast_page(watch.as_xlsx), name="watch_xlsx"),
    path("country/<str:iso3>/", forecast_page(country.page), name="country"),
    path("country/<str:iso3>/rows.csv", forecast_page(country.rows), name="country_rows"),
    path("country/<str:iso3>/brief.pdf", forecast_page(country_brief.as_pdf), name="country_brief"),
    path("country/<str:iso3>/events/", forecast_page(country_events.page), name="country_events"),
    path("country/<str:iso3>/events.csv", forecast_page(country_events.as_csv), name="country_events_csv"),
    path("report/", report.report, name="report"),
    path("items/<slug:ref>/", item.item, name="item"),
    path("items/<slug:ref>/source/", item.name_source, name="name_source"),
    path("items/<slug:ref>/grade/", item.grade, name="grade"),
    path("items/<slug:ref>/status/", item.set_status, name="set_status"),
    path("items/<slug:ref>/withdraw/", item.withdraw, name="withdraw"),
    path("trail/", trail.trail, name="trail"),
    path("accounts/", administration.accounts, name="accounts"),
    path("accounts/<slug:ref>/factors/remove/", administration.remove_factors, name="remove_factors"),
    path("accounts/<slug:ref>/roles/", account_roles.roles_of_account, name="roles_of_account"),
    path("accounts/<slug:ref>/roles/change/", account_roles.change_account_roles, name="change_account_roles"),
    path("accounts/<slug:ref>/roles/answer/", account_roles.answer_account_roles, name="answer_account_roles"),
    path("your-roles/", account_roles.own_roles, name="own_roles"),
    path("second-person/<slug:name>/<slug:ref>/", outside.ask_second_outside, name="ask_second_outside"),
    path("second-person/<slug:ref>/take-back", outside.take_back_second, name="take_back_second"),
    path("second-person/<slug:secret>", outside.second_outside, name="second_outside"),
    path("accounts/small-office/", office_mode.office_mode, name="office_mode"),
    path("roles/", roles.roles, name="roles"),
    path("roles/define/", roles.define_role, name="define_role"),
    path("roles/<slug:ref>/", roles.role_page, name="role"),
    path("roles/<slug:ref>/change/", roles.change_role, name="change_role"),
    path("roles/<slug:ref>/retire/", roles.retire_role, name="retire_role"),
    path("roles/<slug:ref>/answer/", roles.answer_role, name="answer_role"),
]

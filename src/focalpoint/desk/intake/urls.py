"""Addresses of intake."""

from django.urls import path

from focalpoint.desk.intake import views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("items/", views.items, name="items"),
    path("items/<slug:ref>/", views.item, name="item"),
    path("items/<slug:ref>/receipt/", views.receipt, name="receipt"),
    path("items/<slug:ref>/source/", views.name_source, name="name_source"),
    path("items/<slug:ref>/grade/", views.grade, name="grade"),
    path("items/<slug:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("items/<slug:ref>/originals/<slug:address>/", views.original, name="original"),
    path("sources/", views.sources, name="sources"),
]

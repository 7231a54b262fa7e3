"""Addresses of missions."""

from django.urls import path

from focalpoint.desk.missions import views

urlpatterns = [
    path("situations/<slug:ref>/missions/", views.missions, name="missions"),
    path("situations/<slug:ref>/missions/open/", views.open_mission, name="open_mission"),
    path("situations/<slug:ref>/missions/<slug:mission>/", views.mission, name="mission"),
    path("situations/<slug:ref>/missions/<slug:mission>/change/", views.change_mission, name="change_mission"),
    path("situations/<slug:ref>/missions/<slug:mission>/findings/", views.find, name="enter_finding"),
    path("situations/<slug:ref>/missions/<slug:mission>/withdraw/", views.withdraw, name="withdraw_mission"),
]

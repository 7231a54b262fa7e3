"""Addresses of situations."""

from django.urls import path

from focalpoint.desk.situations import collection, views

urlpatterns = [
    path("situations/", views.situations, name="situations"),
    path("situations/open/", views.open_situation, name="open_situation"),
    path("situations/<slug:ref>/", views.situation, name="situation"),
    path("situations/<slug:ref>/scope/", views.scope, name="scope"),
    path("situations/<slug:ref>/tasks/", collection.open_task, name="open_task"),
    path("situations/<slug:ref>/tasks/<slug:task>/", collection.close_task, name="close_task"),
    path("situations/<slug:ref>/link/", views.link, name="link_item"),
]

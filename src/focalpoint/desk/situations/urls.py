"""Addresses of situations."""

from django.urls import path

from focalpoint.desk.situations import collection, views
from focalpoint.desk.situations.incitement import views as incitement

urlpatterns = [
    path("situations/", views.situations, name="situations"),
    path("situations/open/", views.open_situation, name="open_situation"),
    path("situations/<slug:ref>/", views.situation, name="situation"),
    path("situations/<slug:ref>/scope/", views.scope, name="scope"),
    path("situations/<slug:ref>/tasks/", collection.open_task, name="open_task"),
    path("situations/<slug:ref>/tasks/<slug:task>/", collection.close_task, name="close_task"),
    path("situations/<slug:ref>/speeches/", incitement.file_speech, name="file_speech"),
    path("situations/<slug:ref>/speeches/<slug:speech>/", incitement.speech, name="speech"),
    path("situations/<slug:ref>/speeches/<slug:speech>/rating/", incitement.rate_speech, name="rate_speech"),
    path("situations/<slug:ref>/speeches/<slug:speech>/result/", incitement.reconcile_speech, name="reconcile_speech"),
    path("situations/<slug:ref>/speeches/<slug:speech>/again/", incitement.rate_again, name="rate_again"),
    path("situations/<slug:ref>/speeches/<slug:speech>/aside/", incitement.set_speech_aside, name="set_speech_aside"),
    path("situations/<slug:ref>/link/", views.link, name="link_item"),
]

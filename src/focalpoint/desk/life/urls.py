"""Addresses of the life of a situation."""

from django.urls import path

from focalpoint.desk.life import views

urlpatterns = [
    path("situations/<slug:ref>/life/", views.situation_life, name="situation_life"),
    path("situations/<slug:ref>/life/monitor/", views.monitor_situation, name="monitor_situation"),
    path("situations/<slug:ref>/life/close/", views.close_situation, name="close_situation"),
    path("situations/<slug:ref>/life/reopen/", views.reopen_situation, name="reopen_situation"),
    path("situations/<slug:ref>/life/merge/", views.merge_situation, name="merge_situation"),
    path("situations/<slug:ref>/life/hand-over/", views.hand_over_situation, name="hand_over_situation"),
]

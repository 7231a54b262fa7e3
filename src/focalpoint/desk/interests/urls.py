"""Addresses of declared interests."""

from django.urls import path

from focalpoint.desk.interests import views

urlpatterns = [
    path("situations/<slug:ref>/interests/", views.interests, name="interests"),
    path("situations/<slug:ref>/interests/declare/", views.declare, name="declare_interest"),
    path("situations/<slug:ref>/interests/<slug:declaration>/answer/", views.answer_interest, name="answer_interest"),
]

"""The address of the trail."""

from django.urls import path

from focalpoint.desk.trail import views

urlpatterns = [path("trail/", views.trail, name="trail")]

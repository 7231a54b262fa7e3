"""Addresses of the catalogue."""

from django.urls import path

from focalpoint.desk.library import views

urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/corrections/<slug:ref>/answer/", views.answer_correction, name="answer_correction"),
    path("catalogue/corrections/<slug:ref>/withdraw/", views.withdraw_correction, name="withdraw_correction"),
    path("catalogue/entries/<str:entry>/", views.catalogue_entry, name="catalogue_entry"),
    path("catalogue/entries/<str:entry>/<str:field>/", views.correct_entry, name="correct_entry"),
]

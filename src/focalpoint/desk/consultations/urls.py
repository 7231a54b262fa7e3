"""Addresses of consultations."""

from django.urls import path

from focalpoint.desk.consultations import views

urlpatterns = [
    path("assessments/<slug:ref>/consultations/", views.consultations, name="consultations"),
    path("assessments/<slug:ref>/consultations/ask/", views.consult, name="consult"),
    path("assessments/<slug:ref>/consultations/<slug:consultation>/said/", views.keep_view, name="keep_view"),
    path(
        "assessments/<slug:ref>/consultations/<slug:consultation>/withdraw/",
        views.withdraw,
        name="withdraw_consultation",
    ),
    path("assessments/<slug:ref>/local-view/", views.no_local_view, name="no_local_view"),
]

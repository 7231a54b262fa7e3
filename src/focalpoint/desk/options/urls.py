"""Addresses of the options paper."""

from django.urls import path

from focalpoint.desk.options import views

urlpatterns = [
    path("assessments/<slug:ref>/paper/", views.start, name="start_paper"),
    path("papers/<slug:ref>/", views.paper, name="paper"),
    path("papers/<slug:ref>/measures/", views.measures, name="measures"),
    path("papers/<slug:ref>/compare/", views.compare, name="compare_options"),
    path("papers/<slug:ref>/no-new-measure/", views.no_new_measure, name="no_new_measure"),
    path("papers/<slug:ref>/<slug:pillar>/<slug:measure>/", views.consider, name="consider"),
    path("papers/<slug:ref>/<slug:pillar>/<slug:measure>/withdraw/", views.withdraw, name="withdraw_option"),
    path("papers/<slug:ref>/<slug:pillar>/<slug:measure>/read/", views.confirm_reading, name="confirm_reading"),
]

"""Addresses of assessments."""

from django.urls import path

from focalpoint.desk.assessments import views

urlpatterns = [
    path("situations/<slug:ref>/assess/", views.start, name="start_assessment"),
    path("assessments/<slug:ref>/", views.assessment, name="assessment"),
    path("assessments/<slug:ref>/texts/", views.texts, name="assessment_texts"),
    path("assessments/<slug:ref>/factors/<slug:name>/", views.factor, name="assessment_factor"),
    path("assessments/<slug:ref>/judgements/", views.judgement, name="assessment_judgement"),
    path("assessments/<slug:ref>/judgements/<int:number>/figure/", views.figure, name="assessment_figure"),
    path("assessments/<slug:ref>/dissent/", views.dissent, name="assessment_dissent"),
]

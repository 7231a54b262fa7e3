"""Addresses of intake; the pages of an item and of a report are in pages/."""

from django.urls import path

from focalpoint.desk.intake.views import comparisons, items, originals, reports, source, sources

urlpatterns = [
    path("items/", items.items, name="items"),
    path("items/<slug:ref>/receipt/", reports.receipt, name="receipt"),
    path("items/<slug:ref>/originals.zip", originals.all_originals, name="all_originals"),
    path("items/<slug:ref>/originals/<slug:address>/", originals.show, name="shown"),
    path("items/<slug:ref>/originals/<slug:address>/picture", originals.picture, name="picture"),
    path("items/<slug:ref>/originals/<slug:address>/download", originals.original, name="original"),
    path("comparisons/", comparisons.comparisons, name="comparisons"),
    path("comparisons/items/<slug:ref>/", comparisons.answer_grading, name="answer_grading"),
    path("comparisons/<int:number>/", comparisons.settle_repeat, name="settle_repeat"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:ref>/", source.source, name="source"),
    path("sources/<slug:ref>/grade/", source.grade_source, name="grade_source"),
]

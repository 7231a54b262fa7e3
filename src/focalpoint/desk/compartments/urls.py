"""Addresses of markings and members that are changed later."""

from django.urls import path

from focalpoint.desk.compartments import access_views, identity_views, views

urlpatterns = [
    path("access/", access_views.access, name="access"),
    path("access/overlaps/", access_views.answer_overlap, name="answer_overlap"),
    path("items/<slug:ref>/access/", views.item_access, name="item_access"),
    path("items/<slug:ref>/access/members/", views.item_members, name="item_members"),
    path("items/<slug:ref>/access/answer/", views.answer_item, name="answer_item"),
    path("situations/<slug:ref>/access/", views.situation_access, name="situation_access"),
    path("situations/<slug:ref>/access/members/", views.situation_members, name="situation_members"),
    path("situations/<slug:ref>/access/answer/", views.answer_situation, name="answer_situation"),
    path("sources/<slug:ref>/identity/", identity_views.source_identity, name="source_identity"),
    path("sources/<slug:ref>/identity/seal/", identity_views.seal_identity, name="seal_identity"),
    path("sources/<slug:ref>/identity/ask/", identity_views.ask_identity, name="ask_identity"),
    path("sources/<slug:ref>/identity/answer/", identity_views.answer_identity, name="answer_identity"),
    path("sources/<slug:ref>/identity/read/", identity_views.read_identity, name="read_identity"),
]

"""Addresses of submissions, decisions and transmissions."""

from django.urls import path

from focalpoint.desk.decisions.views import desk, notes, queue, sent

urlpatterns = [
    path("assessments/<slug:ref>/submit/", queue.submit, name="submit"),
    path("submissions/", queue.submissions, name="submissions"),
    path("decisions/", queue.decisions, name="decisions"),
    path("submissions/<slug:ref>/", desk.submission, name="submission"),
    path("submissions/<slug:ref>/return/", desk.send_back, name="send_back"),
    path("submissions/<slug:ref>/sign/", desk.sign, name="sign"),
    path("submissions/<slug:ref>/decide/<slug:choice>/", desk.decide, name="decide"),
    path("submissions/<slug:ref>/note.pdf", notes.submission, {"kind": "pdf"}, name="submission_pdf"),
    path("submissions/<slug:ref>/note.docx", notes.submission, {"kind": "docx"}, name="submission_docx"),
    path("transmissions/", sent.transmissions, name="transmissions"),
    path("transmissions/<slug:ref>/", sent.transmission, name="transmission"),
    path("transmissions/<slug:ref>/acknowledge/", sent.acknowledge, name="acknowledge"),
    path("transmissions/<slug:ref>/answer/", sent.answer, name="answer"),
    path("transmissions/<slug:ref>/note.pdf", notes.transmission, {"kind": "pdf"}, name="transmission_pdf"),
    path("transmissions/<slug:ref>/note.docx", notes.transmission, {"kind": "docx"}, name="transmission_docx"),
]

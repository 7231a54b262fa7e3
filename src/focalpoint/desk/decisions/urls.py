"""Addresses of submissions, decisions and transmissions."""

from django.urls import path

from focalpoint.desk.decisions.views import alert, decide, exchange, notes, queue, referral, submission, transmissions

urlpatterns = [
    path("assessments/<slug:ref>/submit/", queue.submit, name="submit"),
    path("situations/<slug:ref>/alert/", alert.alert, name="alert"),
    path("items/<slug:ref>/alert/", alert.alert_from_item, name="alert_from_item"),
    path("submissions/", queue.submissions, name="submissions"),
    path("decisions/", queue.decisions, name="decisions"),
    path("submissions/<slug:ref>/", submission.submission, name="submission"),
    path("submissions/<slug:ref>/return/", submission.send_back, name="send_back"),
    path("submissions/<slug:ref>/sign/", submission.sign, name="sign"),
    path("submissions/<slug:ref>/telephone/", submission.sign_by_telephone, name="sign_by_telephone"),
    path("submissions/<slug:ref>/confirm/", submission.confirm_signature, name="confirm_signature"),
    path("submissions/<slug:ref>/decide/<slug:choice>/", decide.decide, name="decide"),
    path("submissions/<slug:ref>/transmit/", decide.transmit, name="transmit"),
    path("submissions/<slug:ref>/note.pdf", notes.submission, {"kind": "pdf"}, name="submission_pdf"),
    path("submissions/<slug:ref>/note.docx", notes.submission, {"kind": "docx"}, name="submission_docx"),
    path("submissions/<slug:ref>/copies/<slug:shown>.pdf", notes.shown_copy, name="shown_copy"),
    path("submissions/<slug:ref>/copies/<slug:shown>/<int:page>.png", notes.shown_page, name="shown_page"),
    path("situations/<slug:ref>/refer/", referral.refer, name="refer"),
    path("transmissions/", transmissions.transmissions, name="transmissions"),
    path("transmissions/<slug:ref>/", transmissions.transmission, name="transmission"),
    path("transmissions/<slug:ref>/acknowledge/", exchange.acknowledge, name="acknowledge"),
    path("transmissions/<slug:ref>/answer/", exchange.answer, name="answer"),
    path("transmissions/<slug:ref>/part/", exchange.answer_in_part, name="answer_in_part"),
    path("transmissions/<slug:ref>/question/", exchange.ask_back, name="ask_back"),
    path("transmissions/<slug:ref>/reply/", exchange.reply, name="reply"),
    path("transmissions/<slug:ref>/record/", exchange.record_for_body, name="record_for_body"),
    path("transmissions/<slug:ref>/messages/<slug:message>/", exchange.withdraw_record, name="withdraw_record"),
    path("transmissions/<slug:ref>/messages/<slug:message>/letter/", exchange.letter, name="letter"),
    path("transmissions/<slug:ref>/note.json", notes.canonical_text, name="transmission_json"),
    path("transmissions/<slug:ref>/recall/", exchange.recall, name="recall"),
    path("transmissions/<slug:ref>/sheet.pdf", notes.hand_over_sheet, name="hand_over_sheet"),
    path("transmissions/<slug:ref>/note.pdf", notes.transmission, {"kind": "pdf"}, name="transmission_pdf"),
    path("transmissions/<slug:ref>/note.docx", notes.transmission, {"kind": "docx"}, name="transmission_docx"),
]

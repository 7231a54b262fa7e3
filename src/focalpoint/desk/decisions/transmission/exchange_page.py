"""What was said about a copy since it left, as one reader sees it, and what the reader may say next."""

import dataclasses
import datetime as dt
from functools import cached_property

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.decisions import forms
from focalpoint.desk.decisions.models import Message, Transmission
from focalpoint.desk.decisions.queries import is_recallable, open_question
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.queries import holders


@dataclasses.dataclass(frozen=True)
class ExchangePage:
    """The exchange on one copy for one reader."""

    sent: Transmission
    reader: User
    at: dt.datetime

    @property
    def is_liaison(self) -> bool:
        """Whether the reader speaks for the body."""
        return has_permission(self.reader, Permission.TRANSMISSION_ANSWER, self.sent)

    @property
    def may_record(self) -> bool:
        """Whether the reader may record what the body did away from the desk."""
        return has_permission(self.reader, Permission.TRANSMISSION_RECORD, self.sent)

    @property
    def may_recall(self) -> bool:
        """Whether the reader may recall the copy now."""
        may = has_permission(self.reader, Permission.TRANSMISSION_RECALL, self.sent)
        return may and is_recallable(self.sent, self.at)

    @cached_property
    def messages(self) -> list[Message]:
        """What was said, the first on top."""
        return list(self.sent.messages.select_related("by", "withdrawn_by"))

    @cached_property
    def question(self) -> Message | None:
        """The question of the body that waits for a reply."""
        return open_question(self.sent)

    @cached_property
    def has_account(self) -> bool:
        """Whether anybody speaks for the body on this desk."""
        return self.sent.body in bodies_with_an_account()

    @property
    def last_record(self) -> Message | None:
        """The newest record for the body that holds; the reader may withdraw it, and then the one before."""
        kept = [each for each in self.messages if each.for_body and not each.withdrawn_at]
        return kept[-1] if kept and self.may_record else None

    @property
    def said_without_a_message(self) -> bool:
        """Whether the answer was given before the desk kept what was said one by one."""
        kept = any(each.kind == Message.Kind.ANSWER and not each.withdrawn_at for each in self.messages)
        return self.sent.answered_at is not None and not kept

    def forms(self) -> dict[str, ActForm]:
        """Return the forms that are the reader's now, fresh."""
        found: dict[str, ActForm] = {}
        if self.is_liaison and self.sent.answered_at is None:
            if self.sent.acknowledged_at is None:
                found["acknowledge_form"] = ActForm()
            else:
                found["answer_form"] = forms.AnswerForm()
                found["question_form"] = forms.QuestionForm()
        if self.may_recall:
            found["recall_form"] = forms.RecallForm()
        has_left = self.sent.recalled_at is None and not is_recallable(self.sent, self.at)
        if self.may_record and has_left:
            if self.question:
                found["reply_form"] = forms.ReplyForm()
            if self.sent.answered_at is None:
                found["record_form"] = forms.RecordForm()
        if self.last_record:
            found["withdraw_form"] = forms.WithdrawRecordForm()
        return found


def bodies_with_an_account() -> frozenset[str]:
    """Return the bodies for which somebody in use of an account receives copies."""
    return frozenset(each.body for each in holders(Permission.TRANSMISSION_RECEIVE) if each.body)

"""Plays worked situations through the same actions that people use, so that trail and custody are real."""

import datetime as dt
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from focalpoint.desk.demo.acts import assessments, decisions, evidence, options, situations
from focalpoint.desk.demo.script import Script, time
from focalpoint.desk.demo.walk import Actor, Walk
from focalpoint.desk.people.models import User

ACTS: dict[str, Callable[[Walk, Actor, dict[str, Any]], None]] = {
    "register": evidence.register,
    "file": evidence.file,
    "weigh": evidence.weigh,
    "collect": evidence.collect,
    "withdraw": evidence.withdraw,
    "open": situations.open_situation,
    "link": situations.link,
    "admit": situations.admit,
    "scope": situations.run_scope_test,
    "ask_for": situations.ask_for,
    "refer": situations.refer,
    "speech": situations.file_speech,
    "rate": situations.rate,
    "monitor": situations.monitor,
    "close": situations.close,
    "start": assessments.start,
    "write": assessments.write,
    "factors": assessments.answer_factors,
    "judge": assessments.judge,
    "show_release": assessments.show_release,
    "dissent": assessments.dissent,
    "no_local_view": assessments.explain_no_local_view,
    "consider": options.consider,
    "read_safeguards": options.read_safeguards,
    "withdraw_option": options.withdraw_option,
    "submit": decisions.submit,
    "return": decisions.send_back,
    "sign": decisions.sign,
    "decide": decisions.decide,
    "acknowledge": decisions.acknowledge,
    "reply": decisions.answer,
    "record": decisions.record_for_body,
}


def play(scripts: Iterable[Script], *, now: dt.datetime) -> None:
    """Play scripts to their end, all steps by their time; an act that fails stops it, since no script ends halfway."""
    users = {user.username: user for user in User.objects.filter(demonstration=True)}
    walks = [Walk(script, now) for script in scripts]
    steps = [(time(step.at, now), walk, step) for walk in walks for step in walk.script.steps]
    for at, walk, step in sorted(steps, key=itemgetter(0)):
        ACTS[step.do](walk, Actor(users[step.by], at), step.more)

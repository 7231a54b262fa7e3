"""The steps of an update: look, fetch, add, name what is missing, forecast, bring into Watch.

A file in the home says how far it is, so that the desk can show it and a run that was stopped is taken up by the next.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from focalpoint.cli.changes import changes
from focalpoint.cli.releases import shelf
from focalpoint.desk.watch import updates
from focalpoint.desk.watch.updates import Look, Status
from focalpoint.foresight.release import read
from focalpoint.foresight.release.shelf import Kept, kept, mark_current, written_at
from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.request import Limits, Unreachable
from focalpoint.foresight.sources.transfer import Report
from focalpoint.foresight.vintages.arrivals import Looked, bring, look_for, sweep
from focalpoint.foresight.vintages.gaps import missing_months
from focalpoint.foresight.vintages.store import Added, Store
from focalpoint.reference.calendar import month_in_words, month_label
from focalpoint.reference.errors import FocalpointError

LIMITS = Limits()
Problem = FocalpointError | OSError
Say = Callable[[str], None]


class NothingThere(FocalpointError):
    """A folder without a file of a known source."""


@dataclass
class Course:
    """One update under way: where, which day, who is informed, what it has found, and whether it continues another."""

    home: Path
    day: dt.date
    say: Say
    report: Report
    status: Status
    resumed: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The vintages of the home."""
        return Store(self.home)

    def note(self, **more: object) -> None:
        """Change the state of the update, for readers of the home."""
        self.status = self.status.model_copy(update=more)
        updates.write(self.home, self.status)

    def looked(self, source: str, added: Sequence[Added], problem: Problem | None) -> None:
        """Say and keep what came of one source."""
        for one in added:
            self.say(f"{source}: {_named(one)} added." if one.new else f"{source}: {_named(one)} was here already.")
        if problem:
            self.problems.append(problem)
            self.say(f"{source}: {problem} The data that are here were not changed.")
        names = tuple(_named(one) for one in added if one.new)
        title = registry.source(source).title
        look = Look(source=source, title=title, added=names, problem=str(problem or ""))
        self.note(looks=(*self.status.looks, look))


def from_publishers(course: Course, sources: Sequence[str]) -> None:
    """Fetch and add what the publishers have; a source that fails ends there, and the others go on."""
    sweep(course.store)
    for look in look_for(course.store, sources, course.day):
        added, problem = _brought(course, look)
        course.looked(look.source, added, problem)


def _brought(course: Course, look: Looked) -> tuple[list[Added], Problem | None]:
    added = list[Added]()
    for find in look.finds:
        course.say(f"{look.source}: fetching {find.download.name()}, {find.why}.")
        course.note(pending=True)
        try:
            added += bring(course.store, find, course.day, limits=LIMITS, report=course.report)
        except (FocalpointError, OSError) as error:
            return added, error
    return added, look.error


def from_folder(course: Course, folder: Path, only: Sequence[str]) -> None:
    """Add every file of a known source that a folder holds, without the internet.

    Raises
    ------
    NothingThere : it holds none.
    """
    found = list(known_files(folder, only))
    if not found:
        raise NothingThere(
            f"{folder} holds no file of {' or '.join(only) or 'a known source'}.",
            todo="`focalpoint sources` lists what is read; give the files as their publishers name them.",
        )
    for path, source in found:
        course.note(pending=True)
        try:
            added = course.store.add(path, known_at=course.day, retrieved=course.day)
        except (FocalpointError, OSError) as error:
            course.looked(source, [], error)
            continue
        course.looked(added[0].vintage.source, added, None)


def known_files(folder: Path, only: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yield each file below a folder that a source knows by its columns, with the source; hidden ones are left out."""
    readers = {registry.SOURCES[name].folder for name in only}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            names = [one.source for one in reading.recognise(path) if one.source]
        except FocalpointError:
            continue
        if names and (not readers or registry.SOURCES[names[0]].folder in readers):
            yield path, names[0]


def finish(course: Course, jobs: int) -> Status:
    """Make a release when there is reason to, bring it into Watch, and say how the update ended."""
    before, made = _newest(), False
    new = any(look.added for look in course.status.looks)
    if new or course.resumed or _is_behind(course, before):
        course.note(pending=True)
        try:
            _release(course, before, jobs)
        except (FocalpointError, OSError) as error:
            course.note(outcome="failed", problem=str(error), ended=now())
            return course.status
        made = True
    every = bool(course.problems) and len(course.problems) == len(course.status.looks)
    course.note(
        pending=False,
        outcome=_outcome(made, every, course.problems),
        # What added something reached its publisher, even if a later file of it did not come.
        offline=every and not new and all(isinstance(one, Unreachable) for one in course.problems),
        ended=now(),
    )
    return course.status


def _outcome(made: bool, every: bool, problems: Sequence[Problem]) -> updates.Outcome:
    if problems:
        return "failed" if every and not made else "partly"
    return "updated" if made else "current"


def _newest() -> Kept | None:
    """Return the release with the latest data."""
    return next((one for one in reversed(kept(shelf())) if one.manifest), None)


def _is_behind(course: Course, newest: Kept | None) -> bool:
    """Whether data were added since the newest release, by a person or by an update that was stopped."""
    if newest is None or newest.manifest is None:
        return any(not one.embedded for one in course.store.vintages())
    made = written_at(newest.path)
    known = [one for one in course.store.vintages() if one.known_at <= course.day]
    return any(newest.manifest.known_at < one.known_at or course.store.added_at(one) > made for one in known)


def _release(course: Course, before: Kept | None, jobs: int) -> None:
    """Name what is missing, forecast, bring the release into Watch, and keep what it changes."""
    # Loads the models, which an update without news does not need.
    from focalpoint.cli.forecast import into_watch, make

    gaps = missing_months(course.store.vintages())
    course.note(missing=tuple(month_label(month) for month in gaps))
    if gaps:
        names = ", ".join(month_in_words(month) for month in gaps)
        course.say(
            f"Missing: {names}. No file covers {'it' if len(gaps) == 1 else 'them'}; the forecast starts before."
        )
    course.say("Making a release.")
    written = make(None, course.day, None, jobs)
    if not written.new:
        mark_current(written.path)
    new = read.load(written.path)
    old = read.load(before.path) if before and before.report.id != new.id else None
    course.note(changes=changes(old, new))
    if into_watch(written.path):
        course.say(f"{written.id} is in Watch now.")


def _named(one: Added) -> str:
    """Name what was added as its publisher does: by its release, or by its file."""
    return one.vintage.release or one.vintage.original_name


def now() -> str:
    """Return the time, at the edge where a clock is allowed."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")

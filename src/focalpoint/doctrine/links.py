"""Follow every reference from one entry to another; those that lead nowhere are listed in the catalogue's own gaps."""

from collections.abc import Iterator

from focalpoint.doctrine.cases import Case, Sourced
from focalpoint.doctrine.shelf import Catalogue

# (from, field, to, kinds that the target may have)
Reference = tuple[str, str, str | None, tuple[str, ...]]
FACTORS = ("risk factor", "indicator")


def dangling(catalogue: Catalogue) -> tuple[tuple[str, str, str | None], ...]:
    """Return (from, field, to) of every reference without a target, in the order of the files."""
    known = {(entry.kind, entry.id) for entry in catalogue.entries()}
    return tuple(
        (source, field, to)
        for source, field, to, kinds in references(catalogue)
        if to is None or not any((kind, to) in known for kind in kinds)
    )


def references(catalogue: Catalogue) -> Iterator[Reference]:
    """Yield every reference of a catalogue."""
    for factor in catalogue.framework.factors:
        yield from ((norm.id, "instruments", to, ("instrument",)) for norm in factor.norms for to in norm.instruments)
    yield from _of_crimes(catalogue)
    for measure in catalogue.measures.measures:
        yield (measure.id, "mandate_ref", measure.mandate_ref, ("mechanism",))
        yield from ((measure.id, "money", to, ("source of money",)) for to in measure.money)
    for body in catalogue.bodies.bodies:
        yield from ((body.id, "mandate_ref", to, ("mechanism",)) for to in body.mandate_ref)
    for row in catalogue.cases.episodes:
        yield from ((row.id, "case", to, ("case",)) for to in (row.case, row.told_in) if to)
    for pooled in catalogue.cases.non_event_pool:
        yield from ((pooled.name, "case", to, ("case",)) for to in (pooled.case,) if to)
    for case in catalogue.cases.cases:
        yield from _of_case(case)


def _of_crimes(catalogue: Catalogue) -> Iterator[Reference]:
    for question in catalogue.crimes.questions:
        yield from ((question.id, "feeds", to, FACTORS) for to in question.feeds if to.startswith("RF"))
    for crime in catalogue.crimes.crimes:
        yield from ((crime.id, "specific_factors", to, FACTORS) for to in crime.specific_factors)


def _of_case(case: Case) -> Iterator[Reference]:
    if case.register_row:
        yield (case.id, "register_row", case.register_row, ("register row",))
    yield from ((case.id, "rf", sign.rf, FACTORS) for sign in case.risk_factors_early)
    for entry in case.timeline:
        yield from ((entry.id, "body", to, ("body",)) for to in (entry.body,) if to)
        yield from ((entry.id, "src", to, ("source",)) for to in entry.src)
    for taken in case.measures:
        yield (taken.id, "measure", taken.measure, ("measure",))
        yield from ((taken.id, "src", to, ("source",)) for to in taken.src)
    for lesson in case.lessons:
        yield from ((lesson.id, "entries", to, ("timeline entry",)) for to in lesson.entries)
    sourced: tuple[Sourced, ...] = (
        *case.populations_at_risk,
        *case.alleged_perpetrators,
        *case.risk_factors_early,
        *case.findings,
        *case.contested,
    )
    yield from ((case.id, "src", to, ("source",)) for each in sourced for to in each.src)

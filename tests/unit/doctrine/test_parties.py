"""Which States are party to what, as of March 2015: a signature is not a ratification, a gap is not a "no"."""

import datetime as dt
import hashlib
import json

import pytest
from click.testing import CliRunner

from focalpoint import doctrine
from focalpoint.cli.doctrine import doctrine as verb
from focalpoint.doctrine import parties
from focalpoint.reference.countries import UnknownState, watched

INSTRUMENTS = doctrine.catalogue("2026.2", use_setting=False).treaties.instruments


@pytest.mark.parametrize(
    ("instrument", "iso3", "kind", "on", "how"),
    [
        ("GC-GEN", "RWA", "party", dt.date(1975, 4, 16), "accession"),
        ("ROME", "KEN", "party", dt.date(2005, 3, 15), "ratification"),
        ("ROME", "USA", "signatory", dt.date(2000, 12, 31), "signature"),
        ("CED", "MMR", "neither", None, ""),
        ("GC14", "KEN", "unknown", None, ""),  # Switzerland is depositary
        ("ROME-STARV", "KEN", "unknown", None, ""),  # of 2019
    ],
)
def test_how_a_state_stands_to_an_instrument_always_with_the_month(instrument, iso3, kind, on, how):
    found = parties.table().standing(instrument, iso3, dt.date(2026, 11, 28))
    assert (found.kind, found.on, found.how, found.as_of) == (kind, on, how, "2015-03")
    assert not found.is_past


@pytest.mark.parametrize(
    ("instrument", "iso3", "on", "kind"),
    [
        ("ICCPR", "TLS", dt.date(1999, 9, 7), "neither"),  # it acceded in 2003
        ("ICCPR", "TLS", dt.date(2003, 9, 17), "neither"),
        ("ICCPR", "TLS", dt.date(2003, 9, 18), "party"),
        ("ROME", "USA", dt.date(2000, 12, 30), "neither"),
        ("ROME", "USA", dt.date(2000, 12, 31), "signatory"),
        ("GC-GEN", "HRV", dt.date(1992, 1, 1), "unknown"),  # succession reaches back to a day that no table has
        ("GC-GEN", "HRV", dt.date(1992, 10, 12), "party"),
        ("CED", "MMR", dt.date(1999, 9, 7), "neither"),
        ("GC14", "KEN", dt.date(1999, 9, 7), "unknown"),
    ],
)
def test_an_act_after_the_day_asked_for_binds_nobody_on_it(instrument, iso3, on, kind):
    found = parties.table().standing(instrument, iso3, on)
    assert (found.kind, found.is_past) == (kind, True)
    assert found.on is None or found.on <= on


def test_the_table_holds_instruments_and_states_that_we_know():
    acts = parties.table().acts
    assert acts.keys() <= {each.id for each in INSTRUMENTS}
    assert {iso3 for found in acts.values() for iso3 in found} <= {each.iso3 for each in watched()}
    assert max(act[:7] for found in acts.values() for act in found.values()) <= "2015-03"


def written(folder, text, name="treaties_4-1.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return parties.read_collection(folder, {"GC-GEN": "4-1", "ROME": "18-10"})


def test_a_file_of_the_collection_is_read_with_what_binds_each_state(tmp_path):
    text = 'Participant,Signature,Provisional application(n),"Acceptance(A), Accession(a), Ratification"\n'
    text += "Kenya,1 Jan 2010,2 Feb 2011,3 Mar 2012\nUganda,1 Jan 2010,2 Feb 2011,\nChad,,,4 Apr 2013 a\n"
    text += "European Union,,,5 May 2014 A\nMali,,,\n"
    acts, left_out = written(tmp_path, text)
    assert acts == {
        "GC-GEN": {"KEN": "2012-03-03 ratification", "UGA": "2010-01-01 signature", "TCD": "2013-04-04 accession"}
    }
    assert left_out == {"European Union"}


def test_a_file_without_signatures_is_read(tmp_path):
    acts, _ = written(tmp_path, 'Participant,"Acceptance(A), Ratification"\nKenya,3 Mar 2012 A\n')
    assert acts["GC-GEN"] == {"KEN": "2012-03-03 acceptance"}


@pytest.mark.parametrize("text", ["State,Signature\nKenya,1 Jan 2010\n", "Participant,Signature,R\nKenya,,soon\n", ""])
def test_another_layout_is_refused(tmp_path, text):
    with pytest.raises(parties.BadCollection):
        written(tmp_path, text)


def test_the_command_prints_a_state_with_the_month():
    said = CliRunner().invoke(verb, ["parties", "RWA"], catch_exceptions=False).output
    assert "as of 2015-03" in said
    assert "GC-GEN" in said
    assert "party since 1975-04-16 (accession)" in said
    past = CliRunner().invoke(verb, ["parties", "TLS", "--on", "1999-09-07"], catch_exceptions=False).output
    assert "Timor-Leste, on 1999-09-07, table of 2015-03" in past
    assert "party since" not in past
    found = json.loads(CliRunner().invoke(verb, ["parties", "RWA", "--json"], catch_exceptions=False).output)
    assert found["GC14"]["kind"] == "unknown"
    with pytest.raises(UnknownState):
        CliRunner().invoke(verb, ["parties", "XYZ"], catch_exceptions=False)


@pytest.mark.data
def test_the_table_is_what_the_files_of_the_collection_say(shared_data):
    folder = shared_data / "un" / "treaties"
    table = parties.table()
    acts, left_out = parties.read_collection(folder, parties.numbers(INSTRUMENTS))
    assert (acts, left_out) == (table.acts, set(table.about.left_out))
    for name, sha256 in table.about.inputs.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256

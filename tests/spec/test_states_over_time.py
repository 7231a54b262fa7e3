"""Which State a code or a name stands for on a day: a table that a lawyer can read against the record of the day."""

import datetime as dt

import pytest

from focalpoint.reference.countries import find, find_name, neighbours, state, unlisted, unlisted_name

# code of a source, the day, and the State it stands for; "-" where it stands for none on the watch list.
CODES = """
gw    365  1989-06-01  RUS   the USSR, which the Russian Federation continues
gw    365  1991-12-26  RUS
gw    369  1991-08-23  -     Ukraine declares independence on 24 August 1991
gw    369  1991-08-24  UKR
gw    373  1991-10-17  -     Azerbaijan: 18 October 1991
gw    373  1991-10-18  AZE
gw    345  1991-06-24  SRB   the Socialist Federal Republic of Yugoslavia, which UCDP continues as Serbia
gw    344  1991-06-24  -     Croatia: 25 June 1991
gw    344  1991-06-25  HRV
gw    346  1992-03-02  -     Bosnia and Herzegovina: 3 March 1992
gw    346  1992-03-03  BIH
gw    345  2004-01-01  SRB   Serbia and Montenegro
gw    341  2006-06-02  -     Montenegro: 3 June 2006
gw    341  2006-06-03  MNE
gw    340  2006-06-03  SRB
gw    347  2010-01-01  -     Kosovo: no unit of the watch list
gw    265  1989-11-09  -     the German Democratic Republic, kept apart
gw    260  1989-11-09  DEU   the Federal Republic of Germany, in Gleditsch-Ward to this day
gw    260  2024-12-31  DEU
cow   260  1989-11-09  DEU
cow   260  1990-10-03  -     from then on 255
cow   255  1990-10-03  DEU
gw    315  1990-01-01  -     Czechoslovakia, which neither successor continues
gw    316  1992-12-31  -
gw    316  1993-01-01  CZE
gw    317  1993-01-01  SVK
gw    678  1989-12-31  YEM   the Yemen Arab Republic
gw    680  1989-12-31  -     Democratic Yemen, kept apart
gw    678  1990-05-22  YEM   the Republic of Yemen
cow   678  1990-05-21  YEM
cow   679  1990-05-21  -
cow   679  1990-05-22  YEM
gw    530  1992-12-31  ETH   Ethiopia before and after Eritrea
gw    531  1993-05-23  -
gw    531  1993-05-24  ERI
gw    565  1990-03-20  -     Namibia: 21 March 1990
gw    565  1990-03-21  NAM
gw    625  2005-01-01  SDN   the Sudan before and after South Sudan
gw    625  2012-01-01  SDN
gw    626  2011-07-08  -
gw    626  2011-07-09  SSD
gw    850  1999-09-01  IDN   East Timor is recorded under Indonesia
gw    860  1999-09-01  -
gw    860  2002-05-20  TLS
gw    666  2023-10-07  ISR   events in Gaza and the West Bank are recorded here
gw    713  2000-01-01  -     Taiwan: no unit of the watch list
gw    986  1994-09-30  -     Palau: 1 October 1994
gw    986  1994-10-01  PLW
iso3  ZAR  1996-01-01  COD   Zaire
iso3  ZAR  1998-01-01  -
iso3  BUR  1989-01-01  MMR   Burma
iso3  YUG  1999-03-24  SRB   the Federal Republic of Yugoslavia
iso3  SCG  2005-01-01  SRB
iso3  SUN  1990-01-01  RUS
iso3  ROM  1995-01-01  ROU   Romania's code until 2002, still met
iso3  XKX  2015-01-01  -
iso3  ESH  2015-01-01  -     Western Sahara, a Non-Self-Governing Territory
iso2  CS   1991-01-01  -     Czechoslovakia
iso2  CS   2004-01-01  SRB   the same letters, for Serbia and Montenegro
m49   891  2000-01-01  SRB
m49   688  2007-01-01  SRB
m49   280  1985-01-01  DEU
m49   276  1991-01-01  DEU
m49   886  1985-01-01  YEM
m49   887  1991-01-01  YEM
m49   736  2010-01-01  SDN
m49   729  2012-01-01  SDN
m49   275  2000-01-01  PSE
m49   336  2000-01-01  VAT
"""

# name, the day, State
NAMES = """
Zaire                                        1994-07-01  COD
Congo                                        1994-07-01  COG
Burma                                        1988-08-08  MMR
Swaziland                                    2010-01-01  SWZ
Eswatini                                     2020-01-01  SWZ
Soviet Union                                 1990-01-01  RUS
Soviet Union                                 1992-01-01  -
Yugoslavia                                   1990-01-01  SRB
Serbia and Montenegro                        2004-01-01  SRB
Serbia and Montenegro                        2010-01-01  -
Czechoslovakia                               1990-01-01  -
South Sudan                                  2010-01-01  -
South Sudan                                  2012-01-01  SSD
East Timor                                   1999-09-01  -
East Timor                                   2003-01-01  TLS
German Federal Republic                      1980-01-01  DEU
German Democratic Republic                   1980-01-01  -
Yemen Arab Republic                          1980-01-01  YEM
South Yemen                                  1980-01-01  -
Republic of Vietnam                          1970-01-01  -
Turkey                                       2000-01-01  TUR
Türkiye                                      2023-01-01  TUR
"""

# State, the day, a State it borders then, a State it does not border then
BORDERS = [
    ("SDN", "2011-07-08", "UGA", "SSD"),
    ("SDN", "2011-07-09", "SSD", "UGA"),
    ("ETH", "1993-05-23", "SDN", "ERI"),
    ("ETH", "1993-05-24", "ERI", "SSD"),
    ("YEM", "1990-05-21", "SAU", "OMN"),
    ("YEM", "1990-05-22", "OMN", "DJI"),
    ("DEU", "1989-11-09", "FRA", "POL"),
    ("DEU", "1990-10-03", "POL", "HUN"),
    ("RUS", "1991-01-01", "TUR", "UKR"),
    ("RUS", "1992-01-01", "UKR", "TUR"),
    ("SRB", "1990-01-01", "ITA", "HRV"),
    ("SRB", "1992-01-01", "HRV", "ITA"),
    ("SRB", "2006-06-02", "BIH", "MNE"),
    ("SRB", "2006-06-03", "MNE", "ITA"),
    ("ZAF", "1990-03-20", "BWA", "NAM"),
    ("ZAF", "1990-03-21", "NAM", "AGO"),
    ("IDN", "2002-05-19", "PNG", "TLS"),
    ("IDN", "2002-05-20", "TLS", "AUS"),
]


def table(text, columns):
    return [
        tuple(part.strip() for part in line.split(maxsplit=columns)[:columns]) for line in text.strip().splitlines()
    ]


def named(text):
    return [(line[:45].strip(), *line[45:].split()) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("scheme", "code", "day", "expected"), table(CODES, 4))
def test_a_code_stands_for_this_state_on_this_day(scheme, code, day, expected):
    found = find(scheme, code, on=dt.date.fromisoformat(day))
    assert (found.iso3 if found else "-") == expected


@pytest.mark.parametrize(("scheme", "code", "day", "expected"), [row for row in table(CODES, 4) if row[3] == "-"])
def test_where_it_stands_for_none_the_reason_is_known(scheme, code, day, expected):
    off = unlisted(scheme, code, on=dt.date.fromisoformat(day))
    later = find(scheme, code)
    assert off is not None or later is not None, "not on the list, or not on that day"


@pytest.mark.parametrize(("name", "day", "expected"), named(NAMES))
def test_a_name_stands_for_this_state_on_this_day(name, day, expected):
    on = dt.date.fromisoformat(day)
    found = find_name(name, on=on)
    assert (found.iso3 if found else "-") == expected
    assert found or unlisted_name(name, on=on) or find_name(name)


@pytest.mark.parametrize(("iso3", "day", "borders", "not_yet"), BORDERS)
def test_a_border_lasts_as_long_as_it_did(iso3, day, borders, not_yet):
    then = neighbours(iso3, on=dt.date.fromisoformat(day))
    assert borders in then
    assert not_yet not in then


def test_the_youngest_states_are_these():
    young = sorted((each for each in map(state, ("SSD", "MNE", "TLS", "PLW", "ERI"))), key=lambda each: each.start)
    assert [each.iso3 for each in young] == ["ERI", "PLW", "TLS", "MNE", "SSD"]
    assert [each.start.year for each in young] == [1993, 1994, 2002, 2006, 2011]

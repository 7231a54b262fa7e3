"""Releases that were taken in before: what layout 2 brings is unknown in them, and what they say is kept."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

DEATHS = {"ucdp_ged", "ucdp_ged_panel", "ucdp_candidate", "acled"}
NAMES = {
    **{"ucdp_ged": "UCDP GED", "ucdp_ged_panel": "UCDP GED", "ucdp_candidate": "UCDP Candidate", "acled": "ACLED"},
    **{"ucdp_ov": "UCDP organized violence", "vdem": "V-Dem", "wdi": "World Bank WDI", "unhcr": "UNHCR"},
    **{"idmc": "IDMC", "epr": "EPR", "gdelt_panel": "GDELT", "un_igme": "UN IGME", "coups": "coup records"},
    **{"mentions": "UN general debate"},
}
NEW_DRIVER = dict.fromkeys(("year", "usual", "compared", "meaning", "source"))
NEW_MONTH = dict.fromkeys(("coded", "one_sided_low", "one_sided", "one_sided_high", "basis", "input"))


def forward(apps, schema_editor):
    release, document = apps.get_model("watch", "Release"), apps.get_model("watch", "Document")
    first = release.objects.filter(pk=OuterRef("release")).values("first")
    apps.get_model("watch", "Chance").objects.update(first=Subquery(first))
    for each in document.objects.filter(kind="manifest").select_related("release").iterator(chunk_size=20):
        inputs = sorted(each.content["inputs"], key=lambda one: (one["source"] not in DEATHS, one["id"]))
        named = (f"{NAMES.get(one['source'], one['source'])} {one['release'] or ''}".strip() for one in inputs)
        each.release.source_line = "; ".join(dict.fromkeys(named))
        each.release.data = [_stretch(one, each.content["origin"]) for one in inputs if _counts(one)]
        each.release.save(update_fields=["source_line", "data"])
    countries = apps.get_model("watch", "CountryForecast").objects
    for country in countries.only("document").iterator(chunk_size=20):
        country.document["drivers"] = {
            "civilians_sum": [{**NEW_DRIVER, **row} for row in country.document["drivers"]],
            "onset_one_sided": [],
        }
        country.document["history"] = [{**NEW_MONTH, **row} for row in country.document["history"]]
        country.save(update_fields=["document"])


def _counts(one):
    return one["source"] in DEATHS and len(one["first"]) >= 7 and len(one["last"]) >= 7


def _stretch(one, origin):
    return {
        "source": one["source"],
        "edition": one["release"],
        "first": one["first"][:7],
        "last": min(one["last"][:7], origin),
        "basis": None,
        "known_at": one["known_at"],
    }


class Migration(migrations.Migration):

    dependencies = [
        ('watch', '0002_layout_2'),
    ]

    operations = [
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]

"""The columns of the panel and the sources that fill them, newest knowledge first."""

# Monthly figures that come from UCDP's events; a covered month without an event is zero in every one of them.
# civilians and its bounds are by the rule of civilian_dead.py where events are there; civilians_coded is the figure
# that UCDP's coders put into deaths_civilians. one_sided is civilians killed in one-sided violence.
EVENTS = (
    "ged_events",
    "ged_deaths_low",
    "ged_deaths_best",
    "ged_deaths_high",
    "civilians",
    "civilians_low",
    "civilians_high",
    "civilians_coded",
    "one_sided_low",
    "one_sided",
    "one_sided_high",
    "ged_peak_event",
    "ged_state_based",
    "ged_non_state",
    "ged_one_sided",
    "ged_imprecise",
)
AGGREGATED = "ucdp_ged_panel"
YEARLY_RELEASES = ("ucdp_ged", AGGREGATED)
CANDIDATE = "ucdp_candidate"
CANDIDATE_TABLE = "ucdp_candidate_panel"

# Monthly figures of other sources; a month without a row is missing, never zero.
MONTHLY: dict[str, tuple[str, ...]] = {
    "gdelt_panel": ("media_conflict", "media_protest", "media_goldstein"),
}

YEARLY: dict[str, tuple[str, ...]] = {
    "ucdp_ov": (
        "osv_low",
        "osv_best",
        "osv_high",
        "osv_gov_best",
        "osv_nongov_best",
        "sb_best",
        "sb_civilians",
        "ns_best",
        "ns_civilians",
        "ov_low",
        "ov_best",
        "ov_high",
        "ov_civilians",
    ),
    "wdi": ("population", "gdp_pc", "gdp_growth", "trade_share", "infant_mortality_wdi"),
    "un_igme": ("infant_mortality",),
    "vdem": (
        "v2x_polyarchy",
        "v2x_libdem",
        "v2x_partipdem",
        "v2x_delibdem",
        "v2x_egaldem",
        "v2x_api",
        "v2x_mpi",
    ),
    "unhcr": ("refugees_from", "asylum_seekers_from", "idps_unhcr", "refugees_in", "stateless_in"),
    "idmc": ("idps_conflict",),
    "epr": ("excluded_share", "discriminated_share", "groups_relevant"),
    "coups": ("coup_attempts",),
    "mentions": ("mentions", "speeches", "r2p_mentions"),
}
# In a year the general debate's counts cover, a State without a row was named by no speech; the others hold for all.
NOT_NAMED_IS_ZERO = ("mentions",)
SAME_FOR_ALL = ("speeches", "r2p_mentions")


def alike(source: str) -> tuple[str, ...]:
    """Return the sources whose vintages are in for one another.

    >>> alike("ucdp_ged"), alike("wdi")
    (('ucdp_ged', 'ucdp_ged_panel'), ('wdi',))
    """
    return YEARLY_RELEASES if source in YEARLY_RELEASES else (source,)

"""A whole record of each safeguard, as a person would fill it in; every reason in words of its own."""

WHOLE = {
    "authorization": {
        "status": "sought",
        "body": "SC",
        "outlook": "Nine members have spoken for it and two are silent.",
        "blocked": "The General Assembly is asked for a special session.",
    },
    "review": {
        "cause": "met",
        "cause_why": "Killing of one group is under way in three districts.",
        "intention": "met",
        "intention_why": "The mandate is to protect camps and nothing beyond that.",
        "last_resort": "doubt",
        "last_resort_why": "Mediation has failed twice; sanctions were not tried for long.",
        "proportion": "met",
        "proportion_why": "A small force around four camps, with no bombing from the air.",
        "prospects": "met",
        "prospects_why": "Two neighbours would give troops and the airport is open.",
    },
    "harm": {
        "scale": "limited",
        "groups": "Traders in the capital",
        "harm_why": "Food prices may rise; staple goods stay outside the list.",
        "monitor": "Panel of experts",
    },
    "exemption": {"basis": "clause", "exemption_how": "Aid agencies go on to pay for fuel and warehouses."},
    "diligence": {
        "risk": "medium",
        "supported": "Police of the eastern province",
        "risk_why": "Two units were named in a report on torture last year.",
        "mitigation": "Those units are left out and each officer is vetted.",
        "watcher": "Human rights component of the mission",
    },
    "cost": {
        "acting": "Two States pay for transport and rations for a year.",
        "not_acting": "The camps in the north are emptied before winter.",
        "main_risk": "Armed groups take hostages among the aid workers.",
    },
    "decider": {"decider_why": "The treaty gives this organ the same power in its region."},
    "flag": {"leadership": "divided", "flag_why": "The ministry of justice asks for it against the army."},
}
SANCTIONS = {name: WHOLE[name] for name in ("authorization", "harm", "exemption")}
EXISTS = {"status": "exists", "resolution": "S/RES/1973 (2011)", "on": "2011-03-17", "paragraph": "paragraph 4"}
# Manifest failure in its four parts.
FAILURE = {
    "obligation": "The State has a duty to protect everyone in the province.",
    "capacity": "Its police hold the towns and could hold the roads.",
    "will": "Three ministers refused to send them when asked.",
    "conduct": "Local officials lead the groups that attack.",
}

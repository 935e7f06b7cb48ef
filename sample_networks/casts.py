"""Who is in each invented partnership. Every place and organisation here is made up.

A cast is a list of actors: name, sector, voices, seat, pull (how often others name it, against an average of 1)
and the rounds it is a member of. Pull is the truth behind the sample: what an analysis should find again.
"""

from __future__ import annotations

from typing import NamedTuple

LIVED = "Lived experience"
VOLUNTARY = "Voluntary sector"
STATUTORY = "Statutory"
BOTH = f"{LIVED}; {VOLUNTARY}"


class Actor(NamedTuple):
    """One organisation or group of a partnership."""

    name: str
    sector: str
    voices: str
    seat: bool = False
    pull: float = 1.0
    rounds: tuple[str, ...] = ()  # none given: all of them


VCS = "Voluntary and community"

FERNBRIDGE = [
    Actor("Fernbridge and Vale Integrated Care Board", "NHS", STATUTORY, seat=True, pull=2.0),
    Actor("Fernbridge Royal Infirmary", "Hospital", STATUTORY, seat=True, pull=1.3),
    Actor("Vale General Hospital", "Hospital", STATUTORY, pull=1.0),
    Actor("Fernbridge Community Health Services", "Community health", STATUTORY, pull=1.2),
    Actor("Fernbridge and Vale Mental Health Trust", "Mental health trust", STATUTORY, pull=1.1),
    Actor("Northgate Primary Care Network", "Primary care", STATUTORY, pull=1.2),
    Actor("Southmoor Primary Care Network", "Primary care", STATUTORY, pull=1.2),
    Actor("Fernbridge City Council", "Local authority", STATUTORY, seat=True, pull=1.9),
    Actor("Vale District Council", "Local authority", STATUTORY, pull=0.9, rounds=("1", "2")),
    Actor("Fernbridge Public Health Team", "Public health", STATUTORY, seat=True, pull=1.8),
    Actor("Fernbridge Adult Social Care", "Social care", STATUTORY, pull=1.2),
    Actor("Fernbridge Neighbourhood Police Team", "Police and justice", STATUTORY, pull=0.8),
    Actor("Vale Homes", "Housing", "Housing", pull=0.9),
    Actor("Southmoor Housing Co-operative", "Housing", "Housing", pull=0.8, rounds=("2", "3")),
    Actor("Harbour Lane Advice Centre", VCS, VOLUNTARY, seat=True, pull=1.4),
    Actor("Fernbridge Community Kitchen", VCS, VOLUNTARY, pull=1.1),
    Actor("Willow Yard Family Support", VCS, VOLUNTARY, pull=1.0),
    Actor("Open Gate Refugee Welcome", VCS, VOLUNTARY, pull=0.9),
    Actor("Stepping Stile Carers Network", VCS, VOLUNTARY, pull=0.9),
    Actor("Riverbank Youth Collective", VCS, VOLUNTARY, pull=0.9),
    Actor("Elder Voices Fernbridge", VCS, VOLUNTARY, pull=0.8),
    Actor("Greenlane Walking and Growing", VCS, VOLUNTARY, pull=0.7),
    Actor("Roots and Rafters Women's Centre", VCS, VOLUNTARY, pull=1.0),
    Actor("Mill Brow Neighbours", VCS, VOLUNTARY, pull=0.8),
    Actor("Fernbridge Community Transport", VCS, VOLUNTARY, pull=0.8),
    Actor("Southmoor African and Caribbean Health Link", VCS, VOLUNTARY, pull=0.9),
    Actor("Lantern Row Recovery Fellowship", "Peer-led organisation", BOTH, pull=0.6),
    Actor("Fernbridge Disability Action", "Peer-led organisation", BOTH, pull=0.6),
    Actor("Fernbridge Experts by Experience Panel", LIVED, LIVED, pull=0.35),
    Actor("Southmoor Residents' Voice", LIVED, LIVED, pull=0.25),
    Actor("Carers' Sounding Board", LIVED, LIVED, pull=0.25),
    Actor("Long-Term Conditions Peer Group", LIVED, LIVED, pull=0.25),
    Actor("Migrant Health Champions", LIVED, LIVED, pull=0.25),
    Actor("Young Voices Fernbridge", LIVED, LIVED, pull=0.25),
    Actor("Rough Sleeping Lived Experience Forum", LIVED, LIVED, pull=0.2, rounds=("1", "2")),
    Actor("Southmoor Mothers' Circle", LIVED, LIVED, pull=0.25, rounds=("2", "3")),
]

ASHWORTHY = [
    Actor("Ashworthy Hospital", "Hospital", STATUTORY, seat=True, pull=1.8),
    Actor("St Brannoc's Hospital", "Hospital", STATUTORY, pull=1.4),
    Actor("Long Meadow Day Hospital", "Hospital", STATUTORY, pull=1.1),
    Actor("Ashworthy Crisis Resolution Team", "Hospital", STATUTORY, seat=True, pull=1.6),
    Actor("Ashworthy Integrated Care Board", "NHS", STATUTORY, seat=True, pull=2.0),
    Actor("Market Street Surgery", "Primary care", STATUTORY, pull=1.0),
    Actor("Canalside Medical Centre", "Primary care", STATUTORY, pull=0.9),
    Actor("The Orchard Practice", "Primary care", STATUTORY, pull=0.9),
    Actor("Uplands Primary Care Network", "Primary care", STATUTORY, seat=True, pull=1.3),
    Actor("Talking Therapies Ashworthy", "Primary care", STATUTORY, pull=1.1),
    Actor("Ashworthy Adult Social Care", "Social care", STATUTORY, seat=True, pull=1.4),
    Actor("Ashworthy Approved Mental Health Professionals", "Social care", STATUTORY, pull=1.1),
    Actor("Supported Living Commissioners", "Social care", STATUTORY, pull=1.0),
    Actor("Children and Families Social Work", "Social care", STATUTORY, pull=0.9),
    Actor("Ashworthy Kind Minds", VCS, VOLUNTARY, seat=True, pull=1.2),
    Actor("The Listening Bench", VCS, VOLUNTARY, pull=0.9),
    Actor("Safe Haven Café Ashworthy", VCS, VOLUNTARY, pull=0.9),
    Actor("Beacon Allotments", VCS, VOLUNTARY, pull=0.6),
    Actor("Dads Out Loud", VCS, VOLUNTARY, pull=0.6),
    Actor("Ashworthy Bereavement Friends", VCS, VOLUNTARY, pull=0.7),
    Actor("Pathways Supported Employment", VCS, VOLUNTARY, pull=0.8),
    Actor("New Leaf Housing Support", VCS, VOLUNTARY, pull=0.8),
    Actor("Voices and Visions Group", LIVED, LIVED, pull=0.4),
    Actor("Bipolar Peer Circle", LIVED, LIVED, pull=0.4),
    Actor("Ward Round Survivors", LIVED, LIVED, pull=0.3),
    Actor("Parents' Peer Support Group", LIVED, LIVED, pull=0.4),
    Actor("Young People's Table", LIVED, LIVED, pull=0.4),
    Actor("Ashworthy Recovery College", "Peer-led organisation", BOTH, pull=0.8),
]

#: Here the average pull is 1.0 in every voice: nobody is left out, whatever the response rates suggest.
TIDEWICK = [
    Actor("Tidewick University Hospitals", "Hospital", STATUTORY, seat=True, pull=1.6),
    Actor("Eastquay Hospital", "Hospital", STATUTORY, seat=True, pull=1.2),
    Actor("Tidewick Ambulance Service", "NHS", STATUTORY, pull=0.6),
    Actor("Tidewick Community and Mental Health Trust", "Mental health trust", STATUTORY, pull=0.9),
    Actor("Tidewick City Council", "Local authority", STATUTORY, seat=True, pull=1.5),
    Actor("Eastquay Borough Council", "Local authority", STATUTORY, pull=1.0),
    Actor("Combe Valley District Council", "Local authority", STATUTORY, pull=0.6),
    Actor("Tidewick Fire and Rescue Service", "Fire and rescue", STATUTORY, pull=0.6),
    Actor("University of Tidewick", "Education", "Education", seat=True, pull=1.4),
    Actor("Tidewick City College", "Education", "Education", pull=0.9),
    Actor("Eastquay Sixth Form", "Education", "Education", pull=0.7),
    Actor("Quayside Housing Association", "Housing", "Housing", pull=1.2),
    Actor("Combe Valley Homes", "Housing", "Housing", pull=1.0),
    Actor("Lighthouse Supported Homes", "Housing", "Housing", pull=0.8),
    Actor("Eastquay Community Anchor", VCS, VOLUNTARY, pull=1.5),
    Actor("The Old Net Loft", VCS, VOLUNTARY, pull=1.0),
    Actor("Combe Valley Development Trust", VCS, VOLUNTARY, pull=0.8),
    Actor("Tidewick Voluntary Action Hub", VCS, VOLUNTARY, seat=True, pull=1.3),
    Actor("Harbour Arts and Wellbeing", VCS, VOLUNTARY, pull=0.7),
    Actor("Tidewick Credit Union", VCS, VOLUNTARY, pull=0.8),
    Actor("Westcliff Community Farm", VCS, VOLUNTARY, pull=0.9),
    Actor("Tidewick Chamber of Trade", "Business", "Business", pull=1.0),
]

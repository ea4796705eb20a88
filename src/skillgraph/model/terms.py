"""The classes and relations that code asks for one by one; all else it learns from the ontology by their marks.

Before a name is added here: can the ontology say what is special about it, as `sg:scale` and `sg:address` do, or does
a class above it do as well (`ontology().below`)? A name in rule data (terms/*.tsv, rules/*.toml) needs no constant.
"""

from __future__ import annotations

# What all things are, and what figures, pages and analyses treat on its own.
ENTITY = "Entity"
DOCUMENT = "Document"
SECTION = "Section"
FIGURE = "Figure"
ALLIANCE = "Alliance"
COUNTRY = "Country"
UNIT = "Unit"
INDICATOR = "Indicator"
#: A statement's class, by its modality.
FACT, STATEMENT = "Fact", "Statement"
#: A figure's class, by its modality; by what its number is; where it was told before.
OBSERVATION, NORM, PROJECTION, NOMINAL, RESTATEMENT = (
    "Observation", "Norm", "Projection", "NominalNumber", "Restatement",
)  # fmt: skip

# The class that a rule gives a name by what it looks like; where no finer class is known, the general one.
ORGANIZATION = "Organization"
ENTERPRISE = "Enterprise"
GOVERNMENT_BODY = "GovernmentBody"
PERSON = "Person"
PLACE = "Place"
CITY = "City"
COMPETITION = "Competition"
HONOUR = "Honour"
POLICY = "Policy"
TRAINING_MODEL = "TrainingModel"

LOCATED_IN = "locatedIn"
CONTAINED_IN = "containedIn"
PARTNERS_WITH = "partnersWith"
ESTABLISHED = "established"
JOINTLY_ESTABLISHED = "jointlyEstablished"
#: The unit in which values compare.
BASE_UNIT = "baseUnit"
#: The period that a figure is counted in: 每年.
PER = "per"
#: What is left of a relation that fits no finer one.
RELATED_TO = "relatedTo"

# What the names of things alone say of them.
GOVERNMENT_OF = "governmentOf"
INVOLVES = "involves"
ORIGINATES_FROM = "originatesFrom"

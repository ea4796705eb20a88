"""The coarse classes that the tagger tells apart, and the classes of the ontology in each."""

from __future__ import annotations

_COARSE = {
    "School": ("School", "VocationalSchool", "TechnicalSchool", "University", "OverseasCollege", "LubanWorkshop"),
    "Enterprise": ("Enterprise",),
    "GovernmentBody": ("GovernmentBody",),
    "Organization": ("Organization", "InternationalOrganization", "Delegation"),
    "Alliance": ("Alliance",),
    "Media": ("Media",),
    "TrainingPlatform": ("TrainingPlatform",),
    "Programme": ("Programme", "TrainingModel", "Mechanism"),
    "Policy": ("Policy", "Publication"),
    "Honour": ("Honour",),
    "Talent": ("TalentCategory", "Benefit"),
    "Qualification": ("Qualification",),
    "Competition": ("Competition",),
    "Event": ("Event",),
    "Field": ("Industry", "Occupation"),
    "Place": ("City", "Province", "Country", "Region", "Place"),
    "Person": ("Person",),
}
#: Words that refer to a named thing: 该校, 全市.
REFERRING = "Ref"
COARSE = {fine: coarse for coarse, classes in _COARSE.items() for fine in classes}
CLASSES = (*_COARSE, REFERRING)

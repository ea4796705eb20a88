"""What researchers compute of the network and the figures, one call each; answers are pandas DataFrames with names.

Only facts count: what a report plans, explores, rules, supports or denies is no edge and no figure here.
"""

from skillgraph.analysis.comparison import Comparison, compare_cities
from skillgraph.analysis.network import brokers, centralities, communities
from skillgraph.analysis.partnerships import institutions_by_alliance, partners, partners_by_country
from skillgraph.analysis.paths import explanations

__all__ = [
    "Comparison",
    "brokers",
    "centralities",
    "communities",
    "compare_cities",
    "explanations",
    "institutions_by_alliance",
    "partners",
    "partners_by_country",
]

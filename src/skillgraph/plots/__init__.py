"""Plots of the graph for papers and notebooks: Chinese labels with no font to install, bounds drawn as bounds."""

from skillgraph.plots.figures import figures_by_city
from skillgraph.plots.network import network
from skillgraph.plots.partnerships import partner_countries, timeline
from skillgraph.plots.plot import Plot

__all__ = ["Plot", "figures_by_city", "network", "partner_countries", "timeline"]

"""The network page: what of a graph it shows, where each thing stands, and the one file that carries it all."""

from skillgraph.explore.groups import Group, Groups
from skillgraph.explore.page import PageOptions
from skillgraph.graph.view import View

__all__ = ["Group", "Groups", "PageOptions", "View"]

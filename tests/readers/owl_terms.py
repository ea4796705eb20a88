"""Counts what owlready2 finds in an ontology and asks HermiT what can't be: python owl_terms.py FILE."""

import json
import sys
from pathlib import Path

import owlready2

world = owlready2.World()
ontology = world.get_ontology(Path(sys.argv[1]).as_uri()).load()
found = {
    "classes": len(list(ontology.classes())),
    "object properties": len(list(ontology.object_properties())),
    "data properties": len(list(ontology.data_properties())),
    "annotations": len(list(ontology.annotation_properties())),
}
with ontology:
    # Its own settings, as whoever tries it has them: a datatype that OWL 2 DL doesn't know ends it.
    owlready2.sync_reasoner_hermit(world, debug=0)
print(json.dumps({**found, "impossible": [str(c) for c in world.inconsistent_classes()]}))

// Reads GEXF or GraphML as Gephi Lite, sigma.js and Retina do, and prints nodes and edges, a line of JSON each.
import { readFileSync } from "node:fs";
import Graph from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const [file] = process.argv.slice(2);
const graph = (file.endsWith(".gexf") ? gexf : graphml).parse(Graph, readFileSync(file, "utf8"));
graph.forEachNode((id, values) => console.log(JSON.stringify(["node", id, values])));
graph.forEachEdge((id, values, source, target) => console.log(JSON.stringify(["edge", source, target, values])));

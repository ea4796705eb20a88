// Starts the page that asks.
import { byId, el } from "../page/dom";

byId("ask").append(el("h1", {}, "skillgraph"));

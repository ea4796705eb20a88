// Starts the page that asks.
import { byId, el } from "../page/dom";
import { openingLanguage } from "../page/reader";
import { App } from "./app";
import { setLanguage } from "./texts";
import { loadWords } from "./words";

const nonce = document.currentScript?.nonce ?? "";

async function start(): Promise<void> {
  setLanguage(openingLanguage());
  try {
    new App(await loadWords(), nonce);
    document.body.dataset.ready = "true";
  } catch (error) {
    byId("ask").replaceChildren(el("p", { role: "alert" }, String(error)));
    document.body.dataset.ready = "failed";
    throw error;
  }
}

void start();

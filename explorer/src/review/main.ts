// The page on which a person decides on what was found in a report.
import { byId, el, fill } from "../page/dom";
import { openingLanguage } from "../page/reader";
import { act, digit, dragTo, nudge, otherPlace } from "./actions";
import type { App } from "./app";
import { barOf, noticesOf } from "./bar";
import { actionButton, cardOf } from "./card";
import { isBoxOpen } from "./dialog";
import { looked } from "./draft";
import { actionOf, digitOf, isForeign, moveOf } from "./keys";
import { askWho } from "./lists";
import { marksOf } from "./marks";
import { unpressed, watchPresses } from "./presses";
import { follow } from "./proposing";
import { post, server, why } from "./server";
import { Session } from "./session";
import { Text } from "./text";
import { TextPane } from "./textpane";
import { lang, saidBy, setLanguage, t } from "./texts";
import type { ReportLine } from "./types";

const WHO = "skillgraph-reviewer";
/** How long after names have changed pairs are looked for anew. */
const PAIRS = 1500;

async function start(): Promise<void> {
  const kept = localStorage.getItem("skillgraph-language");
  setLanguage(kept === "zh" || kept === "en" ? kept : openingLanguage());
  fill(byId("card"), el("p", { role: "status" }, t("loading")));
  try {
    const [{ reports }, { reviewer, reviewers }] = await Promise.all([server.reports(), server.me()]);
    const wanted = decodeURIComponent(location.hash.slice(1));
    const usable = reports.filter(({ problem }) => !problem);
    const line = usable.find(({ id }) => id === wanted) ?? usable[0];
    if (!line) {
      fill(byId("card"), el("p", { role: "status" }, reports[0]?.problem ? t("errortables", { message: saidBy(reports[0], "problem") }) : t("noReports")));
      return;
    }
    const by = reviewer || localStorage.getItem(WHO) || (await askWho(reviewers));
    localStorage.setItem(WHO, by);
    await review(line.id, by, usable);
  } catch (error) {
    fill(byId("card"), el("p", { role: "alert" }, t("cannotLoad", { message: why(error) })), el("button", { type: "button", click: () => void start() }, t("tryAgain")));
  }
}

async function review(id: string, by: string, reports: readonly ReportLine[]): Promise<void> {
  const [report, text, vocabulary] = await Promise.all([server.report(id, by), server.text(id), server.vocabulary(id)]);
  let pairs: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const body = new Text(text.text);
  const session = new Session({ report, text: body, blocks: text.blocks, vocabulary }, by, post, localStorage, (stale) => {
    if (stale === "report") void app.reload();
    if (stale === "pairs") {
      clearTimeout(pairs);
      pairs = setTimeout(() => void loadPairs(session), PAIRS);
    }
    if (session.report.conflicts !== app.conflicts.length && !session.outbox.waiting.length) void loadConflicts(app);
    // What a person did is drawn at once where it was done; what follows from it is drawn once for all of it.
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => unpressed(() => app.draw()));
  });
  const root = byId("text");
  root.replaceChildren();
  const app = make(session, reports, root, text.blocks);
  bind(app);
  session.go(session.queue[0]?.item ?? "");
  app.attend();
  document.body.dataset.ready = "";
  void session.outbox.send();
  void loadPairs(session);
  if (report.conflicts) await loadConflicts(app);
  if (report.job) void follow(app, report.job.job);
}

function make(session: Session, reports: readonly ReportLine[], root: HTMLElement, blocks: ConstructorParameters<typeof TextPane>[2]): App {
  const app: App = {
    session,
    pane: new TextPane(root, session.text, blocks, {
      selected(span) {
        app.selected = span;
        app.draw();
      },
      picked(item) {
        if (app.prompt?.pick(item)) return;
        if (app.prompt || !session.proposals.has(item)) return;
        app.selected = null;
        session.go(item);
        app.attend();
      },
      dragged: (side, place) => dragTo(app, side, place),
    }),
    reports,
    prompt: null,
    selected: null,
    said: "",
    running: null,
    conflicts: [],
    ask(prompt) {
      app.prompt = prompt;
      app.draw();
      if (prompt) (prompt.focus ?? byId("prompt")).focus();
      else byId("reads").focus({ preventScroll: true });
    },
    draw: () => draw(app),
    say(words) {
      app.said = words;
      app.draw();
    },
    attend() {
      app.draw();
      const at = app.selected ?? (session.proposal && looked(session.proposal, session.draft));
      if (at) app.pane.show(at);
      const now = document.activeElement;
      if (!now || now === document.body || now.id === "reads" || app.pane.root.contains(now)) document.getElementById("reads")?.focus({ preventScroll: true });
    },
    changeWho() {
      localStorage.removeItem(WHO);
      location.reload();
    },
    async openReport(id) {
      location.hash = encodeURIComponent(id);
      location.reload();
    },
    async reload() {
      session.renew(await server.report(session.report.id, session.by));
      void loadPairs(session);
      if (session.report.conflicts || app.conflicts.length) await loadConflicts(app);
    },
  };
  return app;
}

async function loadPairs(session: Session): Promise<void> {
  const { proposals } = await server.pairs(session.report.id).catch(() => ({ proposals: [] }));
  session.addPairs(proposals);
}

async function loadConflicts(app: App): Promise<void> {
  const { report } = app.session;
  app.conflicts = await server.conflicts(report.id).then(({ conflicts }) => conflicts, () => []); // prettier-ignore
  report.conflicts = app.conflicts.length;
  app.draw();
}

function draw(app: App): void {
  const { session, prompt } = app;
  document.documentElement.lang = lang();
  document.title = `${session.report.title} · ${t("title")}`;
  fill(byId("bar"), ...barOf(app));
  fill(byId("notices"), ...noticesOf(app));
  const card = byId("card");
  card.setAttribute("aria-label", t("card"));
  // What is open stays the element that it is: somebody writes in it.
  if (prompt) {
    const open = prompt.element;
    open.id ||= "prompt";
    open.tabIndex = -1;
    if (!card.contains(open)) fill(card, ...cardOf(app).slice(0, 2), open);
  } else fill(card, ...cardOf(app));
  fill(byId("tools"), actionButton(app, "undo", t("undo")), actionButton(app, "addName", t("addName")), actionButton(app, "addRelation", t("addRelation")), actionButton(app, "addFigure", t("addFigure")), actionButton(app, "like", t(session.only.group ? "likeOff" : "likeThis")), actionButton(app, "bulk", t("bulk")), app.running === null ? actionButton(app, "relate", t("propose")) : null);
  const n = session.outbox.waiting.length;
  byId("saved").textContent = n ? t("sending", { n }) : t("saved");
  if (byId("said").textContent !== app.said) byId("said").textContent = app.said;
  app.pane.draw(marksOf(session, app.selected), prompt?.hints);
}

function bind(app: App): void {
  watchPresses();
  document.addEventListener("keydown", (event) => {
    if (press(app, event)) event.preventDefault();
  });
  addEventListener("online", () => void app.session.outbox.send());
  addEventListener("beforeunload", (event) => {
    if (app.session.outbox.isForgetful && app.session.outbox.waiting.length) event.preventDefault();
  });
}

/** Takes a key; false for one that is not the page's. */
function press(app: App, event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (isBoxOpen() || isForeign(event)) return false;
  if (target.closest("input, textarea, select, [contenteditable]")) return event.key === "Escape" && app.prompt !== null && act(app, "cancel");
  if (target.closest("button, a, summary") && (event.key === "Enter" || event.key === " ")) return false;
  if (app.prompt) return app.prompt.press(event) || (event.key === "Escape" && act(app, "cancel"));
  const move = moveOf(event);
  // Whoever came to the text by the keyboard scrolls it by the arrows.
  if (move) return !target.matches("#text:focus-visible") && nudge(app, move.side, move.forward, move.step);
  if (event.key === "," || event.key === "." || event.key === "，" || event.key === "。") return otherPlace(app, event.key === "." || event.key === "。");
  const n = digitOf(event);
  if (n) return digit(app, n);
  const action = actionOf(event);
  return action !== undefined && act(app, action);
}

void start();

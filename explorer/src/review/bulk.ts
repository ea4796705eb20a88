// Many proposals at once: a filter, all that it holds before anything is done, and one undo for all of it.
import { bdi, el, fill } from "../page/dom";
import type { App } from "./app";
import { dialog } from "./dialog";
import { isOpen } from "./queue";
import { Refused, server, why } from "./server";
import { labelled, t } from "./texts";
import type { Filter, Kind, Proposal } from "./types";
import { kindWord } from "./words";

/** So many rows are shown of what a filter holds. */
const MOST = 100;
/** Of which kinds many are decided on at once; what extraction only asks is no row that could be taken. */
const KINDS: readonly Kind[] = ["name", "relation", "figure"];

export function showBulk(app: App): void {
  const { session } = app;
  const { proposal } = session;
  const { kind: only, group } = session.only;
  const kind = [only, proposal?.kind].find((one): one is Kind => KINDS.includes(one as Kind)) ?? "name";
  const filter: Filter = { kind, ...(group && only === kind ? { group } : {}) };
  const box = dialog(t("bulk"));
  const controls = el("div", { class: "fields" });
  const count = el("p", { role: "status", class: "asked" });
  const list = el("ul", { class: "rows", lang: "zh", tabindex: 0, "aria-label": t("bulk") });
  const buttons = el("div", { class: "row choices" });
  let wanted = 0;

  const select = (label: string, options: readonly (readonly [string, string])[], value: string, change: (value: string) => void) => {
    const control = el("select", {}, ...options.map(([id, words]) => el("option", { value: id, selected: id === value }, words)));
    control.addEventListener("change", () => (change(control.value), void look()));
    return el("label", { class: "field" }, el("span", {}, label), control);
  };
  const input = (label: string, type: string, value: string, change: (value: string) => void) => {
    const control = el("input", { type, value, min: 0, max: 100, autocomplete: "off" });
    control.addEventListener("input", () => (change(control.value.trim()), void look()));
    return el("label", { class: "field" }, el("span", {}, label), control);
  };
  const set = (name: keyof Filter, value: string | number | undefined) => {
    if (value === "" || value === undefined) delete filter[name];
    else Object.assign(filter, { [name]: value });
  };
  const share = (text: string) => (text === "" ? undefined : Number(text) / 100);
  const draw = () => {
    const groups = new Map<string, number>();
    for (const one of session.proposals.values()) if (isOpen(one) && one.kind === filter.kind) groups.set(one.group, (groups.get(one.group) ?? 0) + 1);
    const ofGroup = [...groups].sort((a, b) => b[1] - a[1]).map(([id, n]) => [id, `${session.words.group((filter.kind ?? "name") as Kind, id)} (${n})`] as const);
    const parts = [["", t("all")], ["asserted relation", t("asserted")], ["doubtful relation", t("doubted")]] as const;
    fill(
      controls,
      select(t("whichKind"), KINDS.map((kind) => [kind, kindWord(kind)] as const), filter.kind ?? "", (value) => (set("kind", value), set("group", ""), set("part", ""), draw())),
      filter.kind === "relation" ? select(t("whichPart"), parts, filter.part ?? "", (value) => set("part", value)) : null,
      groups.size > 1 ? select(t("whichGroup"), [["", t("all")], ...ofGroup], filter.group ?? "", (value) => set("group", value)) : null,
      input(t("from"), "number", "", (value) => set("above", share(value))),
      input(t("below"), "number", "", (value) => set("below", share(value))),
      input(t("containing"), "text", filter.words ?? "", (value) => set("words", value)),
    );
  };
  const look = async () => {
    const turn = ++wanted;
    try {
      // The server sees only what has reached it.
      await session.outbox.send();
      const { count: n, items, digest } = await server.preview(session.report.id, session.by, "accept", filter);
      if (turn !== wanted) return;
      count.textContent = t("previewCount", { n });
      const rows = items.slice(0, MOST).map((item) => session.proposals.get(item)).filter((one) => one !== undefined);
      fill(list, ...rows.map((one) => el("li", {}, bdi(session.words.reads(one)), one.score === null ? null : el("small", {}, ` ${Math.round(one.score * 100)}%`))), n > MOST ? el("li", { class: "hint" }, t("moreRows", { n: n - MOST })) : null);
      const button = (what: "accept" | "reject", words: string, look: string) => el("button", { type: "button", class: look, disabled: !n, "data-key": `bulk-${what}`, click: () => void decide(what, items, digest) }, words);
      fill(buttons, button("accept", t("acceptAll", { n }), "main"), button("reject", t("rejectAll", { n }), "no"));
    } catch (error) {
      if (turn === wanted) count.textContent = t(error instanceof Refused ? "errorother" : "cannotLoad", { message: why(error) });
    }
  };
  const decide = async (what: "accept" | "reject", items: string[], digest: string) => {
    box.close();
    session.bulk(what, { ...filter }, digest, items, t("saidbulk", { n: items.length }));
    app.say(labelled(t(`said${what}`), t("saidbulk", { n: items.length })));
    app.attend();
  };
  draw();
  box.body.append(controls, count, list, buttons, el("p", { class: "hint" }, t("bulkUndo")));
  box.open();
  void look();
}

/** Whether the server is being asked for proposals that are to be decided on together. */
let isAsking = false;

/** Decides alike on proposals that were all shown; rests while that is under way, for who presses the key again. */
export async function decideTogether(app: App, what: "accept" | "reject", all: readonly Proposal[]): Promise<void> {
  if (isAsking) return;
  const { session } = app;
  const stillOpen = () => all.map(({ item }) => session.proposals.get(item)).filter((one) => one !== undefined && isOpen(one)).map((one) => one!.item);
  isAsking = true;
  try {
    let shown: string[], told: Awaited<ReturnType<typeof server.preview>>;
    do {
      shown = stillOpen();
      if (!shown.length) return;
      await session.outbox.send();
      told = await server.preview(session.report.id, session.by, what, { items: shown });
      // What was decided on by itself meanwhile is no longer among them.
    } while (stillOpen().length !== shown.length);
    const { items, digest } = told;
    // Whatever was decided or changed elsewhere meanwhile is to be looked at again.
    if (items.length !== shown.length) return await app.reload();
    session.bulk(what, { items: shown }, digest, items, t("saidbulk", { n: items.length }));
    app.say(labelled(t(`said${what}`), t("saidbulk", { n: items.length })));
    app.attend();
  } catch (error) {
    app.say(t("cannotLoad", { message: why(error) }));
  } finally {
    isAsking = false;
  }
}

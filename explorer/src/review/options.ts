// What may be chosen for the fields of a relation or figure: fitting ones and frequent ones first.
import type { Choice } from "./combo";
import type { End } from "./prompts";
import { server } from "./server";
import type { Session } from "./session";
import { t } from "./texts";
import type { FigureProposal, RelationFields } from "./types";

/** The most usual relations between two things, whichever way round, as far as they can hold. */
export function usualRelations({ words }: Session, { subject, object }: Pick<RelationFields, "subject" | "object">): { predicate: string; turned: boolean }[] {
  const classes = [words.classes(subject)[0], words.classes(object)[0]].join("|");
  return (words.vocabulary.usual[classes] ?? [])
    .map((name) => ({ predicate: name.replace("<", ""), turned: name.startsWith("<") }))
    .filter(({ predicate, turned }) => (turned ? words.fits(predicate, object, subject) : words.fits(predicate, subject, object)));
}

/** Whose else a figure may be: what is nearest in its sentence, what most figures are of, what is named most. */
export function otherOwners({ proposals, text }: Session, { passages: [at], fields: { subject } }: FigureProposal): string[] {
  if (!at) return [];
  const [low, high] = text.sentence(at);
  const owners = new Map<End, number>();
  const names: { id: string; places: number; away: number }[] = [];
  for (const one of proposals.values()) {
    if (one.status === "rejected") continue;
    if (one.kind === "figure") owners.set(one.fields.subject, (owners.get(one.fields.subject) ?? 0) + 1);
    if (one.kind !== "name" || (one.serves && one.fields.existence !== "kind")) continue;
    const { mentions } = one.fields;
    const near = mentions.filter(([start, end]) => start >= low && end <= high).map(([start]) => Math.abs(start - at[0]));
    names.push({ id: one.id, places: mentions.length, away: Math.min(...near) });
  }
  const other = names.filter(({ id }) => id !== subject);
  const nearest = other.filter(({ away }) => away < Infinity).sort((a, b) => a.away - b.away).slice(0, 1);
  const owning = other.filter(({ id }) => owners.has(id)).sort((a, b) => owners.get(b.id)! - owners.get(a.id)!).slice(0, 1);
  return [...new Set([...nearest, ...owning, ...other.sort((a, b) => b.places - a.places)].map(({ id }) => id))];
}

/** The relations: those that can hold between two things first, then those that can the other way round. */
export function predicateChoices(session: Session, ends: Pick<RelationFields, "subject" | "object">): Choice[] {
  const { words, proposals } = session;
  const { subject, object } = ends;
  const usual = usualRelations(session, ends).map(({ predicate }) => predicate);
  const place = (id: string) => (usual.includes(id) ? usual.indexOf(id) : usual.length);
  const uses = new Map<string, number>();
  for (const one of proposals.values()) {
    if (one.kind === "relation" && one.status !== "rejected") uses.set(one.fields.predicate, (uses.get(one.fields.predicate) ?? 0) + 1);
  }
  const choices = words.vocabulary.predicates
    .filter(({ takesText }) => !takesText)
    .map(({ id, zh, en }) => {
      const fits = words.fits(id, subject, object);
      const turned = !fits && words.fits(id, object, subject);
      return { id, zh, en, fits: fits || turned, rank: fits ? 0 : turned ? 1 : 2, hint: fits ? "" : turned ? t("turned") : t("unfit") };
    });
  return choices.sort((a, b) => a.rank - b.rank || place(a.id) - place(b.id) || (uses.get(b.id) ?? 0) - (uses.get(a.id) ?? 0));
}

export function classChoices({ words, report }: Session): Choice[] {
  const first = new Map(report.class_keys.map((id, n) => [id, n]));
  return words.vocabulary.classes.map(({ id, zh, en }) => ({ id, zh, en })).sort((a, b) => (first.get(a.id) ?? 99) - (first.get(b.id) ?? 99));
}

export function unitChoices({ words }: Session): Choice[] {
  return words.vocabulary.units.map(({ id, zh, en }) => ({ id, zh, en }));
}

/** The indicators of the report and of the vocabulary. */
export function indicatorChoices({ words, proposals }: Session): Choice[] {
  const own = [...proposals.values()].flatMap((one) =>
    one.kind === "name" && one.fields.classes.includes("Indicator") && one.status !== "rejected" ? [{ id: one.id, zh: one.fields.name, en: one.fields.name_en }] : [],
  );
  const known = new Set(own.map(({ id }) => id));
  return [...own, ...words.vocabulary.indicators.filter(({ id }) => !known.has(id)).map(({ id, zh, en }) => ({ id, zh, en }))];
}

/** The names of the report that were not rejected, kinds of things among them. */
export function thingChoices({ words, proposals }: Session): Choice[] {
  return [...proposals.values()].flatMap((one) => {
    if (one.kind !== "name" || one.status === "rejected" || one.fields.classes.includes("Indicator")) return [];
    const { name, name_en, aliases, classes } = one.fields;
    return [{ id: one.id, zh: name, en: name_en, also: aliases, hint: classes.map((id) => words.label(id)).join(" / ") }];
  });
}

/** Things that other reports and the reference tables know. */
export async function knownThings({ words }: Session, typed: string): Promise<Choice[]> {
  const { things } = await server.things(typed);
  for (const { id, ...thing } of things) words.report.things[id] ??= thing;
  // What the server found is found, whatever was typed: by another name, by its id.
  return things.map(({ id, name, classes, from }) => ({ id, zh: name, en: "", also: [typed], hint: [...classes.map((one) => words.label(one)), from].join(" · ") }));
}

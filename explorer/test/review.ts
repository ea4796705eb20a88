// Proposals and a server for the tests of the review page.
import type { FigureProposal, NameProposal, Proposal, RelationProposal } from "../src/review/types";

type Given<P extends Proposal> = Partial<Omit<P, "fields">> & { fields?: Partial<P["fields"]> };

const common = (kind: Proposal["kind"], id: string) => ({
  item: `${kind}/${id}`, kind, id, version: "1", status: "open" as const, by: "", part: kind, score: null, group: "", rule: "",
  passages: [[0, 4]] as [number, number][], doubts: [], doubts_zh: [], serves: false, conflict: "",
}); // prettier-ignore

export function name(id: string, { fields, ...more }: Given<NameProposal> = {}): NameProposal {
  const own = { name: id, name_en: "", classes: ["Enterprise"], existence: "individual", aliases: [], mentions: [[0, 4]] as [number, number][] };
  return { ...common("name", id), group: "Enterprise", ...more, kind: "name", fields: { ...own, ...fields } };
}

export function relation(id: string, { fields, ...more }: Given<RelationProposal> = {}): RelationProposal {
  const own = { subject: "n1", predicate: "partnersWith", object: "n2", text: "", modality: "actual", time: "", evidence: [[0, 4]] as [number, number][] };
  return { ...common("relation", id), group: "partnersWith", ...more, kind: "relation", fields: { ...own, ...fields } };
}

export function figure(id: string, { fields, ...more }: Given<FigureProposal> = {}): FigureProposal {
  const own = { subject: "n1", indicator: "i1", about: "", value: "100", value_max: "", unit: "unit-ren", bound: "lessThan", modality: "actual", time: "", figure: [0, 2] as [number, number], evidence: [] };
  return { ...common("figure", id), group: "i1", ...more, kind: "figure", fields: { ...own, ...fields } };
}

/** A store as browsers have it. */
export function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (n: number) => [...kept.keys()][n] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

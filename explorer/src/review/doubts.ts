// What extraction asks, which it does in fixed English sentences, in the reader's language.
import { lang, t, type Key } from "./texts";

const SENTENCES: Record<string, Key> = {
  "in quotation marks, but of no kind that is known": "doubtQuoted",
  "an organization, it seems, but of no class that is known": "doubtOrganization",
  "a person, it seems, but without a title": "doubtPerson",
  "whose figure is it?": "doubtWhose",
  "what is counted?": "doubtWhat",
  "in a table whose heads don't say clearly what its numbers are: none that is unclear is proposed": "doubtTable",
};

/** A question in words; `name` says what an id is called. */
export function question(said: string, name: (id: string) => string): string {
  if (lang() === "en") return said;
  if (said in SENTENCES) return t(SENTENCES[said]);
  const same = /^is it the same as (.+) \([\w-]+\)\?$/.exec(said);
  if (same) return t("doubtSame", { name: same[1] });
  const known = /^is it (.+)\?$/.exec(said);
  // Sheets of former versions have ids alone.
  const called = (one: string) => (/ \([\w-]+\)$/.test(one) ? one.replace(/ \(([\w-]+)\)$/, "（$1）") : name(one));
  if (known) return t("doubtKnown", { name: known[1].split(" or ").map(called).join("、") });
  const second = /^a second figure of “(.*)” for “(.*)”$/.exec(said);
  if (second) return t("doubtSecond", { indicator: second[1], name: second[2] });
  const unit = /^unknown unit '(.*)'$/.exec(said);
  return unit ? t("doubtUnit", { name: unit[1] }) : said;
}

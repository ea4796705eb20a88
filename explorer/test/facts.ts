import { Model } from "../src/data/model";
import { details, picture } from "./graph";

/** A model of things and facts alone: [subject, object, symmetric, modality]. */
export function facts(count: number, rows: [number, number, number, number][]): Model {
  const column = (n: number) => rows.map((fact) => fact[n]);
  const zeros = rows.map(() => 0);
  const whole = picture();
  const made = new Model({
    ...whole,
    names: Array.from({ length: count }, (_, n) => `n${n}`),
    relations: [["a", "a", "a", 0], ["b", "b", "b", 1]],
    facts: { subject: column(0), object: column(1), relation: column(2), modality: column(3), status: zeros, source: zeros, time: zeros },
  });
  const { things, ...rest } = details();
  // Ids in an order that is not that of the numbers.
  made.details = { ...rest, things: { ...things, id: made.picture.names.map((_, n) => `t${String(count - n).padStart(4, "0")}`) } };
  return made;
}

// Counts that the filters show.
import type { Model } from "./model";

export { isFiltered } from "./state";

/** How many statements and figures have each modality. */
export function notActual(model: Model): number[] {
  const counts = model.picture.modalities.map(() => 0);
  for (const m of model.picture.facts.modality) counts[m]++;
  for (const m of model.details?.figures.modality ?? []) counts[m]++;
  return counts;
}

// An answer as a file.
import { cell, csv } from "../tables/csv";
import type { Answer } from "./answer";

export type Form = "csv" | "tsv" | "json";

export const TYPES: Record<Form, string> = { csv: "text/csv", tsv: "text/tab-separated-values", json: "application/json" };

/** The rows of an answer in a form that spreadsheets and programs read. */
export function written(answer: Answer, form: Form): string {
  const rows = [answer.columns, ...answer.rows.map((row) => row.map((one) => one.text))];
  if (form === "csv") return csv(rows);
  // A cell of TSV has no tabs and no line ends.
  if (form === "tsv") return rows.map((row) => row.map((text) => tsv(text)).join("\t") + "\n").join("");
  const all = answer.rows.map((row) => Object.fromEntries(answer.columns.map((name, n) => [name, row[n].value ?? row[n].number ?? (row[n].text || null)])));
  return `${JSON.stringify(all, null, 1)}\n`;
}

function tsv(text: string): string {
  const flat = text.replace(/[\t\r\n]+/g, " ");
  // What a spreadsheet would run as a formula is marked as text, as in CSV.
  return cell(flat).startsWith("'") ? `'${flat}` : flat;
}

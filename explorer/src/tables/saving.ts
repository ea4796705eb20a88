// Rows as a file that a spreadsheet opens: what is shown, as it is filtered and sorted, with all columns.
import type { App } from "../app";
import type { Column } from "./columns";
import { csv } from "./csv";
import { el } from "../page/dom";
import { download } from "./download";
import { safeName } from "./filename";
import { sourceName } from "../panel/evidence";
import { lang, t } from "../texts";
import { workbook, type Sheet } from "./xlsx";

/** Rows under one head, by the name of the sheet that they go to. */
export interface Part {
  name: string;
  columns: Column[];
  rows: number[];
}

/** Buttons that save the rows of parts; what they say counts the rows. */
export function saving(app: App, name: string, parts: () => Part[], count: number): HTMLElement {
  const button = (kind: FileKind) =>
    el("button", { type: "button", "data-key": kind, disabled: !count, click: () => saveAs(kind, app, name, parts()) }, t(kind));
  return el("span", { class: "saving" }, t("exportRows", { n: count }), " ", button("csv"), " ", button("xlsx"));
}

export type FileKind = "csv" | "xlsx";

/** Saves rows under the page's title and the name of the table. */
export function saveAs(kind: FileKind, app: App, name: string, parts: Part[]): void {
  const file = safeName(`${app.model.picture.titles[lang() === "zh" ? 0 : 1]} ${name}`);
  if (kind === "csv") saveCsv(file, parts);
  else void saveWorkbook(app, file, parts);
}

function filed(column: Column, n: number): string {
  return column.raw ? column.raw(n) : column.text(n);
}

const inFile = (columns: Column[]) => columns.filter((column) => column.only !== "screen");

function saveCsv(name: string, parts: Part[]): void {
  const columns = inFile(parts[0].columns);
  const several = parts.length > 1;
  const rows = parts.flatMap((part) => part.rows.map((n) => [...(several ? [part.name] : []), ...inFile(part.columns).map((column) => filed(column, n))]));
  const head = [...(several ? [t("table")] : []), ...columns.map((column) => t(column.title))];
  download(`${name}.csv`, new Blob([csv([head, ...rows])], { type: "text/csv;charset=utf-8" }));
}

async function saveWorkbook(app: App, name: string, parts: Part[]): Promise<void> {
  const sheets = parts.map((part): Sheet => {
    const columns = inFile(part.columns);
    return {
      name: part.name,
      columns: columns.map(({ title, kind }) => ({ title: t(title), kind })),
      rows: part.rows.map((n) => columns.map((column) => filed(column, n))),
    };
  });
  download(`${name}.xlsx`, await workbook([...sheets, about(app, parts)]));
}

/** Where the rows come from, for whoever is handed the file alone. */
function about(app: App, parts: Part[]): Sheet {
  const { titles, sources } = app.model.picture;
  const rows = [
    [t("pageTitled"), titles[lang() === "zh" ? 0 : 1]],
    ...parts.map((part) => [part.name, t("rows", { n: part.rows.length })]),
    ["", t("exportNote")],
    ...[...sources.keys()].map((n) => [t("sourceOf"), sourceName(app, n)]),
  ];
  return { name: t("aboutSheet"), columns: [{ title: t("aboutSheet") }, { title: "", kind: "long" }], rows };
}

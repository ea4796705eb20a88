// Tables as an Excel workbook (ECMA-376), made without a library: typed cells, no formula, heads that stay in sight.
import { zip, type Entry } from "./zip";

export interface Column {
  title: string;
  /** Numbers and dates are typed where a cell is one; all else is text, whatever it looks like. */
  kind?: "number" | "date" | "long";
}

export interface Sheet {
  name: string;
  columns: Column[];
  rows: string[][];
}

/** What Excel holds in a cell. */
const MOST_CHARACTERS = 32_767;
/** A number of more digits would come back as another one. */
const MOST_DIGITS = 15;
const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** The styles by their places in STYLES. */
const [PLAIN, BOLD, DATE, LONG] = [0, 1, 2, 3];
const STYLES = `${HEAD}<styleSheet ${NAMESPACE}>
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEEF1F4"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>`;

/** The workbook's bytes. */
export function workbook(sheets: Sheet[]): Promise<Blob> {
  const numbers = [...sheets.keys()].map((n) => n + 1);
  const part = (name: string, text: string): Entry => ({ name, text: HEAD + text });
  const type = (path: string, kind: string) => `<Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (id: number, kind: string, target: string) => `<Relationship Id="r${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const relations = (all: string) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all}</Relationships>`;
  return zip(
    [
      part(
        "[Content_Types].xml",
        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type("xl/workbook.xml", "sheet.main")}${type("xl/styles.xml", "styles")}${numbers.map((n) => type(`xl/worksheets/sheet${n}.xml`, "worksheet")).join("")}</Types>`,
      ),
      part("_rels/.rels", relations(relation(1, "officeDocument", "xl/workbook.xml"))),
      part(
        "xl/workbook.xml",
        `<workbook ${NAMESPACE} xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, n) => `<sheet name="${escaped(name.slice(0, 31))}" sheetId="${n + 1}" r:id="r${n + 1}"/>`).join("")}</sheets></workbook>`,
      ),
      part("xl/_rels/workbook.xml.rels", relations(numbers.map((n) => relation(n, "worksheet", `worksheets/sheet${n}.xml`)).join("") + relation(sheets.length + 1, "styles", "styles.xml"))),
      { name: "xl/styles.xml", text: STYLES },
      ...sheets.map((sheet, n) => part(`xl/worksheets/sheet${n + 1}.xml`, worksheet(sheet))),
    ],
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  );
}

function worksheet({ columns, rows }: Sheet): string {
  const letters = columns.map((_, n) => letter(n));
  const last = `${letters.at(-1)}${rows.length + 1}`;
  const widths = columns.map((column, n) => `<col min="${n + 1}" max="${n + 1}" width="${width(column, n, rows)}" customWidth="1"/>`);
  const line = (cells: string[], n: number) => `<row r="${n}">${cells.join("")}</row>`;
  const head = columns.map(({ title }, n) => text(letters[n] + 1, title, BOLD));
  const body = rows.map((row, n) => line(row.map((value, c) => cell(`${letters[c]}${n + 2}`, value, columns[c].kind)), n + 2));
  return `<worksheet ${NAMESPACE}><dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>${line(head, 1)}${body.join("")}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`;
}

function cell(at: string, value: string, kind: Column["kind"]): string {
  if (!value) return "";
  if (kind === "number" && /^-?\d+(\.\d+)?$/.test(value) && value.replace(/\D/g, "").length <= MOST_DIGITS) return `<c r="${at}"><v>${value}</v></c>`;
  const day = kind === "date" ? serial(value) : 0;
  if (day) return `<c r="${at}" s="${DATE}"><v>${day}</v></c>`;
  return text(at, value, kind === "long" ? LONG : PLAIN);
}

function text(at: string, value: string, style: number): string {
  return `<c r="${at}" t="inlineStr"${style ? ` s="${style}"` : ""}><is><t xml:space="preserve">${escaped(fitting(value))}</t></is></c>`;
}

/** The days since the beginning of Excel's calendar, which counts a 29 February 1900; 0 for what it does not hold. */
function serial(value: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value || value < "1900-03-01") return 0;
  return time / 86_400_000 + 25_569;
}

/** What Excel can hold of a text, with an ellipsis where something is left out. */
function fitting(value: string): string {
  if (value.length <= MOST_CHARACTERS) return value;
  return `${value.slice(0, MOST_CHARACTERS - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Text in XML; what XML can't hold is written as the standard says (_x0001_), and so is text that looks like that. */
function escaped(value: string): string {
  return value
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\ufffd")
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, "_x005F_")
    .replace(/[\0-\x08\x0b-\x1f\ufffe\uffff]/g, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function letter(n: number): string {
  return n < 26 ? String.fromCharCode(65 + n) : letter(Math.floor(n / 26) - 1) + letter(n % 26);
}

/** A width in characters for what stands in the first rows; a Chinese one takes two. */
function width({ title, kind }: Column, n: number, rows: string[][]): number {
  const size = (value: string) => [...value.slice(0, 80)].reduce((sum, c) => sum + (c > "\u2e7f" ? 2 : 1), 0);
  return Math.min(Math.max(size(title) + 4, ...rows.slice(0, 200).map((row) => size(row[n]) + 2)), kind === "long" ? 70 : 40);
}

// Tables as CSV that a spreadsheet opens as it is, and in which no cell is a formula.

/** A cell: quoted where it must be; what a spreadsheet would run as a formula is marked as text by an apostrophe. */
export function cell(text: string): string {
  const safe = /^\s*[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows with Windows line ends and a byte order mark, without which Excel takes UTF-8 for another encoding. */
export function csv(rows: string[][]): string {
  return "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

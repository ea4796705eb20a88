import { made } from "./document";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { copyHint, missing, opened } from "../src/data/copy";
import { plainText } from "../src/data/plaintext";
import { Report, reportsOf } from "../src/data/report";
import { model } from "./graph";
import { TestPage } from "./page";

const TEXT = "## 𬭎州\r\n\r\n甲与丙合作。\r\n";

function ofText(text: string) {
  const graph = model();
  graph.details!.copies[0] = ["report.txt", createHash("sha256").update(text).digest("hex"), [...text].length];
  return graph;
}

test("a copy with other line ends, another encoding or a byte order mark is the report; another text is not", async () => {
  const utf16 = Buffer.from(`\ufeff${TEXT}`, "utf16le");
  const files = [Buffer.from(TEXT), Buffer.from(TEXT.replaceAll("\r\n", "\n")), Buffer.from(`\ufeff${TEXT}`), utf16];
  for (const file of files) assert.deepEqual(await opened(ofText(TEXT), [0], file), { source: 0, text: TEXT });
  const unix = TEXT.replaceAll("\r\n", "\n");
  assert.deepEqual(await opened(ofText(unix), [0], Buffer.from(TEXT)), { source: 0, text: unix });
  const gbk = Buffer.from([0xbc, 0xd7, 0xd3, 0xeb]); // 甲与
  assert.deepEqual(await opened(ofText("甲与"), [0], gbk), { source: 0, text: "甲与" });
  assert.equal(await opened(ofText(TEXT), [0], Buffer.from(TEXT.replace("甲", "乙"))), null);
  assert.equal(await opened(ofText(TEXT), [0], new Uint8Array()), null);
});

test("only a plain text can be opened, and another form says so", () => {
  const page = new TestPage();
  assert.equal(made(copyHint(page)!).tagged("button").length, 1);
  page.model.details!.copies[0][0] = "report.docx";
  const hint = made(copyHint(page)!);
  assert.deepEqual([hint.tagged("button").length, hint.textContent.includes("report.docx 不是纯文本")], [0, true]);
});

test("a report is missing until its text is at hand", () => {
  const graph = ofText(TEXT);
  assert.deepEqual(missing(graph), [0]);
  reportsOf(graph).set(0, new Report(plainText(TEXT)));
  assert.deepEqual(missing(graph), []);
});

test("a plain text has its headings, paragraphs that lines break, and sentences", () => {
  const text = "# 𬭎州\n\n甲学院与乙公司合作共建实训基地并且\n\n招收学生。很好！\n短行\n又一行。\n";
  const read = plainText(text);
  const part = (start: number, end: number) => [...text].slice(start, end).join("");
  assert.deepEqual(
    read.start.map((start, n) => [read.level[n], part(start, read.end[n])]),
    [
      [1, "𬭎州"],
      [0, "甲学院与乙公司合作共建实训基地并且\n\n招收学生。很好！"],
      [0, "短行"],
      [0, "又一行。"],
    ],
  );
  assert.deepEqual(read.sentenceStart.map((start, n) => part(start, read.sentenceEnd[n])), ["𬭎州", "甲学院与乙公司合作共建实训基地并且\n\n招收学生。", "很好！", "短行", "又一行。"]);
});

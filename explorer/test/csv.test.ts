import assert from "node:assert/strict";
import test from "node:test";
import { cell, csv } from "../src/tables/csv";

test("nothing that a spreadsheet would run stays as it is", () => {
  for (const text of ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1"]) {
    assert.match(cell(text).replace(/^"/, ""), /^'/, text);
  }
});

test("numbers and names stay as they are", () => {
  for (const text of ["-2", "+86", "3.5", "青岛市", "a-b", ""]) assert.equal(cell(text), text);
});

test("cells with quotes, commas and line breaks are quoted", () => {
  assert.equal(cell('甲"乙,丙\n丁'), '"甲""乙,丙\n丁"');
  assert.equal(csv([["a", "b"], ["c,d", ""]]), '\ufeffa,b\r\n"c,d",\r\n');
});

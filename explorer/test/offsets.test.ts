import assert from "node:assert/strict";
import test from "node:test";
import { asLabel, shorten, slice, toCodePoints, toUnits } from "../src/data/offsets";

const TEXT = "𠮷野家与𬭎鋒學院\r\n合作";

test("code points become UTF-16 units and back", () => {
  const points = [...TEXT];
  for (let n = 0; n <= points.length; n++) {
    const units = points.slice(0, n).join("").length;
    assert.equal(toUnits(TEXT, n), units);
    assert.equal(toCodePoints(TEXT, units), n);
  }
  assert.equal(toUnits(TEXT, 99), TEXT.length);
});

test("a passage is cut by code points", () => {
  assert.equal(slice(TEXT, 4, 8), "𬭎鋒學院");
  assert.equal(slice(TEXT, 0, 1), "𠮷");
});

test("a label never cuts a character in two", () => {
  assert.equal(shorten("𬭎".repeat(16), 16), "𬭎".repeat(16));
  assert.equal(shorten("𬭎".repeat(17), 16), "𬭎".repeat(15) + "…");
  assert.equal(shorten("短", 16), "短");
});

test("a label has room for twice as many letters as Chinese characters", () => {
  assert.equal(asLabel("中".repeat(20)), "中".repeat(15) + "…");
  assert.equal(asLabel("Luang Prabang\ncollege"), "Luang Prabang college");
  assert.equal(asLabel("x".repeat(40)), "x".repeat(29) + "…");
});

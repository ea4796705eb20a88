import { place } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { block } from "../src/data/decode";

const DATA = { names: ["𠮷野", "甲\u2028乙"], x: [1, -2] };

function write(id: string): void {
  place(id).textContent = gzipSync(JSON.stringify(DATA)).toString("base64");
}

test("a block is what was packed, and is gone once read", async () => {
  write("data");
  assert.deepEqual(await block("data"), DATA);
  assert.equal(place("data").removed, true);
});

test("a browser that reads base64 by itself gets the same", async () => {
  const native = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array };
  const before = native.fromBase64;
  native.fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));
  write("native");
  assert.deepEqual(await block("native"), DATA);
  native.fromBase64 = before;
});

test("a block that is broken is refused", async () => {
  place("broken").textContent = btoa("no gzip");
  await assert.rejects(block("broken"));
});

import { made, TestElement } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { bdi, byId, el } from "../src/page/dom";
import { setLanguage } from "../src/texts";

test("text is never markup", () => {
  const box = made(el("p", {}, "<img src=x onerror=alert(1)>", bdi("<b>")));
  assert.equal(box.textContent, "<img src=x onerror=alert(1)><b>");
  assert.deepEqual([box.tagged("img"), box.tagged("b")], [[], []]);
});

test("an attribute that is true is empty, one that is false or undefined is none", () => {
  const box = made(el("input", { disabled: true, hidden: false, title: undefined, max: 3 }));
  assert.deepEqual([...box.attributes], [["disabled", ""], ["max", "3"]]);
});

test("functions listen, and children that are nothing are left out", () => {
  let clicks = 0;
  const box = made(el("button", { click: () => clicks++ }, null, false, undefined, "", "x"));
  box.fire("click");
  assert.equal(clicks, 1);
  assert.deepEqual([...box.attributes], []);
  assert.deepEqual(box.children, ["", "x"]);
});

test("an element that the page lacks is an error", () => {
  assert.ok((byId("panel") as unknown) instanceof TestElement);
  const { getElementById } = document;
  document.getElementById = () => null;
  assert.throws(() => byId("panel"), /no element panel/);
  document.getElementById = getElementById;
});

test("in an English page Chinese words say that they are Chinese", () => {
  setLanguage("en");
  const spoken = (text: string) => {
    const box = made(bdi(text));
    return [box.getAttribute("lang"), box.all("lang", "zh").map((part) => part.textContent), box.textContent];
  };
  assert.deepEqual(spoken("青岛市（2024年）"), ["zh", [], "青岛市（2024年）"]);
  assert.deepEqual(spoken("SiEn (芯恩), search “技能、人才 3”"), [null, ["芯恩", "技能、人才"], "SiEn (芯恩), search “技能、人才 3”"]);
  assert.deepEqual(spoken("Laos"), [null, [], "Laos"]);
  setLanguage("zh");
  assert.deepEqual(spoken("SiEn (芯恩)"), [null, [], "SiEn (芯恩)"]);
});

import "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { isDark, nodeColour, theme, toggleTheme } from "../src/page/theme";

test("colours of classes are their own on a light ground and lifted on a dark one", () => {
  assert.equal(isDark(), false);
  const light = theme().background;
  assert.equal(nodeColour("#104080"), "#104080");
  toggleTheme();
  assert.equal(isDark(), true);
  assert.equal(nodeColour("#104080"), "#4c70a0");
  assert.equal(nodeColour("#000000"), "#404040");
  assert.notEqual(theme().background, light);
  toggleTheme();
  assert.equal(isDark(), false);
});

import "./document";
import assert from "node:assert/strict";
import test from "node:test";
import "../src/picture/webgl";
import { ArrowProgram, DashedLinkProgram, LinkProgram } from "../src/picture/programs";

interface Shaders {
  VERTEX_SHADER_SOURCE: string;
  FRAGMENT_SHADER_SOURCE: string;
}

const shaders = (program: unknown) => (program as { prototype: { getDefinition(): Shaders } }).prototype.getDefinition();

test("a link is wide where sigma looks for what is under the pointer", () => {
  for (const program of [LinkProgram, DashedLinkProgram]) {
    assert.match(shaders(program).VERTEX_SHADER_SOURCE, /#ifdef PICKING_MODE\s+minThickness = max\(minThickness, 4\.0\);/);
  }
  assert.equal(typeof ArrowProgram, "function");
});

test("only what is no fact is dashed", () => {
  assert.match(shaders(DashedLinkProgram).VERTEX_SHADER_SOURCE, /v_along = a_positionCoef/);
  assert.match(shaders(DashedLinkProgram).FRAGMENT_SHADER_SOURCE, /discard;/);
  assert.doesNotMatch(shaders(LinkProgram).FRAGMENT_SHADER_SOURCE, /v_along/);
});

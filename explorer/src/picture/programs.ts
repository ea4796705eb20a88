// How sigma draws links: its own programs, made easy to hit with a pointer, and dashed for what is no fact.
import { createEdgeArrowHeadProgram, createEdgeClampedProgram, createEdgeCompoundProgram, EdgeRectangleProgram } from "sigma/rendering";
import type { EdgeProgramType } from "sigma/rendering";

interface Shaders {
  VERTEX_SHADER_SOURCE: string;
  FRAGMENT_SHADER_SOURCE: string;
}
type Drawing = new (...rest: never[]) => { getDefinition(): Shaders };

/** A link is a pixel wide; where sigma looks for what is under the pointer it is as wide as a finger can hit. */
const HIT_WIDTH = "4.0";
const DASH = "7.0";
const GAP = "5.0";

export const LinkProgram = changed(EdgeRectangleProgram as unknown as Drawing, easyToHit);

export const DashedLinkProgram = changed(EdgeRectangleProgram as unknown as Drawing, (shaders) => dashed(easyToHit(shaders)));

export const ArrowProgram = createEdgeCompoundProgram([
  changed(createEdgeClampedProgram() as unknown as Drawing, easyToHit),
  createEdgeArrowHeadProgram(),
]);

/** A program of sigma with other shaders. */
function changed(base: Drawing, change: (shaders: Shaders) => Shaders): EdgeProgramType {
  const program = class extends base {
    override getDefinition(): Shaders {
      const definition = super.getDefinition();
      return { ...definition, ...change(definition) };
    }
  };
  return program as unknown as EdgeProgramType;
}

function easyToHit({ VERTEX_SHADER_SOURCE: vertex, FRAGMENT_SHADER_SOURCE: fragment }: Shaders): Shaders {
  const thickness = "float minThickness = u_minEdgeThickness;";
  const wide = `${thickness}\n  #ifdef PICKING_MODE\n  minThickness = max(minThickness, ${HIT_WIDTH});\n  #endif`;
  return { VERTEX_SHADER_SOURCE: replaced(vertex, thickness, wide), FRAGMENT_SHADER_SOURCE: fragment };
}

/** Every other few pixels are left out. */
function dashed({ VERTEX_SHADER_SOURCE: vertex, FRAGMENT_SHADER_SOURCE: fragment }: Shaders): Shaders {
  const varying = "varying vec2 v_normal;";
  const along = `${varying}\nvarying float v_along;`;
  const length = "length(a_positionEnd - a_positionStart) / (2.0 * u_correctionRatio)";
  return {
    VERTEX_SHADER_SOURCE: replaced(
      replaced(vertex, varying, along),
      "v_normal = unitNormal;",
      `v_normal = unitNormal;\n  v_along = a_positionCoef * ${length};`,
    ),
    FRAGMENT_SHADER_SOURCE: replaced(
      replaced(fragment, varying, along),
      "float dist =",
      `if (mod(v_along, ${DASH} + ${GAP}) > ${DASH}) discard;\n  float dist =`,
    ),
  };
}

function replaced(text: string, what: string, by: string): string {
  if (!text.includes(what)) throw new Error(`sigma's shader has no ${what}`);
  return text.replace(what, by);
}

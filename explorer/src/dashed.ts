// A dashed line for what is no fact: sigma's rectangle, with every other few pixels left out.
import { EdgeRectangleProgram } from "sigma/rendering";

const DASH = "7.0";
const GAP = "5.0";

export class DashedEdgeProgram extends EdgeRectangleProgram {
  override getDefinition() {
    const definition = super.getDefinition();
    return {
      ...definition,
      VERTEX_SHADER_SOURCE: replaced(
        replaced(definition.VERTEX_SHADER_SOURCE, "varying vec2 v_normal;", "varying vec2 v_normal;\nvarying float v_along;"),
        "v_normal = unitNormal;",
        "v_normal = unitNormal;\n  v_along = a_positionCoef * length(a_positionEnd - a_positionStart) / (2.0 * u_correctionRatio);",
      ),
      FRAGMENT_SHADER_SOURCE: replaced(
        replaced(definition.FRAGMENT_SHADER_SOURCE, "varying vec2 v_normal;", "varying vec2 v_normal;\nvarying float v_along;"),
        "float dist =",
        `if (mod(v_along, ${DASH} + ${GAP}) > ${DASH}) discard;\n  float dist =`,
      ),
    };
  }
}

function replaced(text: string, what: string, by: string): string {
  if (!text.includes(what)) throw new Error(`sigma's shader has no ${what}`);
  return text.replace(what, by);
}

// sigma reads constants of WebGL while it is loaded; without WebGL the page must still open.
const scope = globalThis as Record<string, unknown>;
scope.WebGLRenderingContext ??= class {};
scope.WebGL2RenderingContext ??= class {};

export function hasWebgl(): boolean {
  const canvas = document.createElement("canvas");
  try {
    return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
  } catch {
    return false;
  }
}

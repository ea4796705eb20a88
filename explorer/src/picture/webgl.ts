// sigma reads constants of WebGL while it is loaded; where there are none the page must still open.
const scope = globalThis as Record<string, unknown>;
scope.WebGLRenderingContext ??= class {};
scope.WebGL2RenderingContext ??= class {};

export {};

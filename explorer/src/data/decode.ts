// The data of the page: gzip in base64 in a block that no browser runs.
export async function block<T>(id: string): Promise<T> {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no block ${id}`);
  const bytes = fromBase64(element.textContent ?? "");
  element.remove();
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).json()) as T;
}

function fromBase64(text: string): Uint8Array {
  const native = (Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array }).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

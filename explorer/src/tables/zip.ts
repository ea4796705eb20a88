// A zip file (PKWARE's APPNOTE) of texts, deflated by the browser where it can.

export interface Entry {
  name: string;
  text: string;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});
/** 1 January 1980: equal tables give equal files. */
const DATE = 0x21;
const UTF8_NAMES = 0x800;

export async function zip(entries: Entry[], type: string): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, text } of entries) {
    const [title, whole] = [name, text].map((one) => new TextEncoder().encode(one));
    const packed = await deflated(whole);
    const common: (number | [number])[] = [20, UTF8_NAMES, packed ? 8 : 0, 0, DATE, [crc(whole)], [(packed ?? whole).length], [whole.length], title.length, 0];
    const local = bytes([0x04034b50], ...common);
    directory.push(bytes([0x02014b50], 20, ...common, 0, 0, 0, [0], [at]), title);
    parts.push(local, title, packed ?? whole);
    at += local.length + title.length + (packed ?? whole).length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  return new Blob([...parts, ...directory, bytes([0x06054b50], 0, 0, entries.length, entries.length, [size], [at], 0)], { type });
}

/** Numbers of two bytes, those in brackets of four, the lowest byte first. */
function bytes(...numbers: (number | [number])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    numbers.flatMap((one) => (Array.isArray(one) ? [0, 8, 16, 24].map((bits) => (one[0] >>> bits) & 255) : [one & 255, one >>> 8])),
  );
}

/** The check sum of zip and PNG. */
export function crc(data: Uint8Array): number {
  let value = ~0;
  for (const byte of data) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return ~value >>> 0;
}

/** The bytes deflated; null where the browser can't. */
async function deflated(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
  let stream: CompressionStream;
  try {
    stream = new CompressionStream("deflate-raw");
  } catch {
    return null;
  }
  return new Uint8Array(await new Response(new Blob([data]).stream().pipeThrough(stream)).arrayBuffer());
}

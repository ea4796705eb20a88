// A PNG that knows its size in millimetres.
import { crc } from "../tables/zip";

const INCH = 25.4;
export const DPI = 300;

/** Draws an SVG of a width in millimetres at 300 dots per inch. */
export async function png(svg: string, millimetres: [width: number, height: number]): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    await new Promise((done, fail) => {
      image.addEventListener("load", done);
      image.addEventListener("error", () => fail(new Error("the picture could not be drawn")));
      image.src = url;
    });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = millimetres.map((mm) => Math.round((mm / INCH) * DPI));
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise<Blob>((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the picture is too large"))), "image/png"));
    return new Blob([withSize(new Uint8Array(await drawn.arrayBuffer()))], { type: "image/png" });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The file with its dots per metre, in a chunk after the header, which has 33 bytes with the signature. */
export function withSize(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const perMetre = Math.round((DPI / INCH) * 1000);
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set([...("pHYs")].map((letter) => letter.charCodeAt(0)), 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  view.setUint8(16, 1);
  view.setUint32(17, crc(chunk.subarray(4, 17)));
  const sized = new Uint8Array(file.length + chunk.length);
  sized.set(file.subarray(0, 33));
  sized.set(chunk, 33);
  sized.set(file.subarray(33), 33 + chunk.length);
  return sized;
}

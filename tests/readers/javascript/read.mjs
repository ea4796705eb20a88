// Reads a folder's files: node read.mjs FOLDER OUT. Each becomes OUT/FILE.nq; complaints are printed.
// JSON-LD is read by jsonld.js, all else by N3.js.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import jsonld from "jsonld";
import { Parser, Writer } from "n3";

const [folder, target] = process.argv.slice(2);
const formats = { ttl: "Turtle", nt: "N-Triples", trig: "TriG" };

async function offline(address) {
    throw new Error(`asks for ${address}`);
}

for (const name of readdirSync(folder)) {
    const ending = name.split(".").at(-1);
    const text = readFileSync(join(folder, name), "utf8");
    try {
        let quads;
        if (ending === "jsonld") {
            const options = { format: "application/n-quads", documentLoader: offline, safe: true };
            quads = await jsonld.toRDF(JSON.parse(text), options);
        } else {
            const read = new Parser({ format: formats[ending], baseIRI: "http://example.org/" }).parse(text);
            quads = new Writer({ format: "N-Quads" }).quadsToString(read);
        }
        writeFileSync(join(target, `${name}.nq`), quads);
    } catch (error) {
        console.log(`${name}: ${error.message}`);
    }
}

// Bundles src/main.ts into the Python package, with the licences of what the bundle holds and its checksum.
// `node build.mjs --check` builds in memory and fails where the committed files differ.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "skillgraph", "explore");
const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  bundle: true,
  format: "iife",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
});
// A script block ends at the first of these, wherever it stands.
const script = result.outputFiles[0].text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  if (name) packages.add(name);
}
const licences = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
});

function licenceText(folder) {
  for (const file of ["LICENSE.txt", "LICENSE", "LICENSE.md", "license"]) {
    try {
      return readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim() + "\n";
    } catch {
      // The next name.
    }
  }
  throw new Error(`no licence in ${folder}`);
}

const outputs = {
  "page.js": script,
  "page.js.sha256": createHash("sha256").update(script).digest("hex") + "  page.js\n",
  "page.js.LICENSES.txt": "page.js holds these packages.\n\n" + licences.join("\n----\n\n"),
};
let differs = false;
for (const [name, text] of Object.entries(outputs)) {
  const path = join(target, name);
  if (!process.argv.includes("--check")) {
    writeFileSync(path, text);
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(`${path} is not what the sources give; run \`npm run build\` in explorer/`);
    differs = true;
  }
}
console.log(`page.js: ${script.length} bytes from ${[...packages].sort().join(", ")}`);
process.exit(differs ? 1 : 0);

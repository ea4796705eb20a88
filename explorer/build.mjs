// Bundles the scripts of the pages into the Python package, each with the licences of what it holds and its checksum.
// `node build.mjs --check` builds in memory and fails where the committed files differ.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const rooms = join(here, "..", "src", "skillgraph");
const bundles = [
  { entry: "src/main.ts", room: "explore", name: "page.js" },
  { entry: "src/ask/main.ts", room: "serve", name: "ask.js" },
  { entry: "src/review/main.ts", room: "serve", name: "review.js" },
];
const isCheck = process.argv.includes("--check");
let differs = false;

for (const { entry, room, name } of bundles) {
  const { script, packages } = await bundled(entry);
  const licences = packages.map(licence);
  const outputs = {
    [name]: script,
    [`${name}.sha256`]: `${createHash("sha256").update(script).digest("hex")}  ${name}\n`,
    [`${name}.LICENSES.txt`]: `${name} holds these packages.\n\n${licences.join("\n----\n\n")}`,
  };
  for (const [file, text] of Object.entries(outputs)) {
    const path = join(rooms, room, file);
    if (!isCheck) {
      writeFileSync(path, text);
    } else if (readFileSync(path, "utf8") !== text) {
      console.error(`${path} is not what the sources give; run \`npm run build\` in explorer/`);
      differs = true;
    }
  }
  console.log(`${name}: ${script.length} characters from ${packages.join(", ") || "no packages"}`);
}
process.exit(differs ? 1 : 0);

/** A script with all it needs, and the packages that stand in it. */
async function bundled(entry) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [entry],
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
  return { script, packages: [...packages].sort() };
}

function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
}

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

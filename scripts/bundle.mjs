// Builds src/maklumat/ui/static/dist from our own sources and the packages in node_modules.
//
// Third-party code is never committed, so everything a page loads is made here: htmx, our own modules,
// the style sheet, the fonts and the icon sprite. The folder is built aside and swapped in whole: a page
// served during a build never meets half of it. Sources that do not exist yet are simply left out.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync, inflateSync } from "node:zlib";
import * as esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const ui = path.join(root, "src/maklumat/ui");
const packages = path.join(root, "node_modules");
const dist = path.join(ui, "static/dist");
const building = path.join(packages, ".maklumat-dist");

const FONT = "plus-jakarta-sans";
const PRINT_WEIGHTS = [400, 600, 700];
// Oldest browsers with cascade layers: the style sheet needs these, so nested rules may be flattened to them.
const CSS_TARGET = ["chrome99", "firefox97", "safari15.4"];
// What has to run where nobody but its own file is trusted: each is one file, put whole into a page (see the whistleblowing room).
const sealed = path.join(root, "src/maklumat/modules/whistleblowing/browser");
const SEALED = ["report", "desk"];
const NOTICES = [
  "@noble/ciphers",
  "@noble/curves",
  "@noble/hashes",
  "@noble/post-quantum",
  "@scure/base",
  "age-encryption",
  "shamir-secret-sharing",
  "echarts",
  "zrender",
  "htmx.org",
  "leaflet",
  "tus-js-client",
  "lucide-static",
  `@fontsource/${FONT}`,
  `@fontsource-variable/${FONT}`,
];

const shared = { bundle: true, minify: true, legalComments: "inline", logLevel: "warning", absWorkingDir: root };

async function htmx() {
  const code = await readFile(path.join(packages, "htmx.org/dist/htmx.min.js"), "utf8");
  // Its source map is not shipped, and Django refuses to collect a file that points at a missing one.
  await writeFile(path.join(building, "htmx.js"), code.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

/** Only for the page on which a point is set, and only once its map is opened. Its pictures of markers are not used;
    its rules lie in the lowest layer, so that ours win. */
async function maps() {
  const code = await readFile(path.join(packages, "leaflet/dist/leaflet.css"), "utf8");
  const bare = code.replace(/url\([^)]*\)/g, "none");
  const { code: small } = await esbuild.transform(`@layer reset{${bare}}`, { loader: "css", minify: true });
  await writeFile(path.join(building, "leaflet.css"), small);
}

async function scripts() {
  const folder = path.join(ui, "js");
  if (!existsSync(folder)) return 0;
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js") && !name.startsWith("_"));
  if (!names.length) return 0;
  await esbuild.build({
    ...shared,
    entryPoints: names.map((name) => path.join(folder, name)),
    nodePaths: [packages],
    outdir: building,
    format: "iife",
    platform: "browser",
    target: "es2019", // phones that are old by now still get everything
  });
  return names.length;
}

async function sealedScripts() {
  await esbuild.build({
    ...shared,
    entryPoints: Object.fromEntries(SEALED.map((name) => [`sealed-${name}`, path.join(sealed, `${name}.js`)])),
    nodePaths: [packages],
    alias: { "@noble/post-quantum/hybrid.js": path.join(sealed, "absent.js"), "@noble/curves/nist.js": path.join(sealed, "absent.js") },
    outdir: building,
    format: "iife",
    platform: "browser",
    target: "es2020",
    charset: "utf8",
  });
  await esbuild.build({ ...shared, entryPoints: [path.join(sealed, "sealed.css")], outfile: path.join(building, "sealed.css"), target: CSS_TARGET });
}

async function styles() {
  const entry = path.join(ui, "css/main.css");
  if (!existsSync(entry)) return;
  await esbuild.build({
    ...shared,
    entryPoints: [entry],
    outfile: path.join(building, "main.css"),
    target: CSS_TARGET,
    // Fonts and images are kept as written, relative to dist/main.css: url("./fonts/plus-jakarta-sans.woff2").
    external: ["*.woff2", "*.svg", "*.png", "*.webp"],
  });
}

async function fonts() {
  const folder = path.join(building, "fonts");
  await mkdir(folder, { recursive: true });
  const variable = path.join(packages, `@fontsource-variable/${FONT}/files/${FONT}-latin-wght-normal.woff2`);
  await cp(variable, path.join(folder, `${FONT}.woff2`));
  for (const weight of PRINT_WEIGHTS) {
    const woff = path.join(packages, `@fontsource/${FONT}/files/${FONT}-latin-${weight}-normal.woff`);
    await writeFile(path.join(folder, `${FONT}-${weight}.ttf`), unpackWoff(await readFile(woff)));
  }
}

/** The TrueType font inside a WOFF 1.0 file: the PDF maker reads TrueType only, and none is published. */
function unpackWoff(woff) {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("The font is not a WOFF 1.0 file.");
  const count = woff.readUInt16BE(12);
  const headSize = 12 + 16 * count;
  const head = Buffer.alloc(headSize);
  const power = Math.floor(Math.log2(count));
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(16 * 2 ** power, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE(16 * (count - 2 ** power), 10);
  const parts = [head];
  let at = headSize;
  for (let index = 0; index < count; index += 1) {
    const entry = 44 + 20 * index;
    const [offset, packed, size, checksum] = [4, 8, 12, 16].map((step) => woff.readUInt32BE(entry + step));
    const stored = woff.subarray(offset, offset + packed);
    const table = packed < size ? inflateSync(stored) : stored;
    const record = 12 + 16 * index;
    woff.copy(head, record, entry, entry + 4);
    head.writeUInt32BE(checksum, record + 4);
    head.writeUInt32BE(at, record + 8);
    head.writeUInt32BE(size, record + 12);
    const padding = Buffer.alloc((4 - (size % 4)) % 4);
    parts.push(table, padding);
    at += size + padding.length;
  }
  return Buffer.concat(parts);
}

async function icons() {
  const list = path.join(ui, "icons.txt");
  if (!existsSync(list)) return 0;
  const lines = (await readFile(list, "utf8")).split("\n").map((line) => line.replace(/#.*/, "").trim());
  const names = [...new Set(lines.filter(Boolean))].sort();
  const symbols = [];
  for (const name of names) {
    const file = path.join(packages, "lucide-static/icons", `${name}.svg`);
    if (!existsSync(file)) throw new Error(`icons.txt asks for "${name}", which Lucide does not have.`);
    const inner = (await readFile(file, "utf8")).match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    symbols.push(`<symbol id="i-${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`);
  }
  // Drawn in the colour of the text around them.
  const pen = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  const drawn = symbols.map((symbol) => symbol.replace("<symbol ", `<symbol ${pen} `)).join("\n");
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${drawn}\n</svg>\n`;
  await writeFile(path.join(building, "icons.svg"), sprite);
  return names.length;
}

/** The licences we pass on with the code, the icons and the fonts: they ask to travel along. */
async function notices() {
  const texts = [];
  for (const name of NOTICES) {
    const { version } = JSON.parse(await readFile(path.join(packages, name, "package.json"), "utf8"));
    const licence = await readFile(path.join(packages, name, "LICENSE"), "utf8");
    texts.push(`${name} ${version}\n${"=".repeat(60)}\n${licence.trim()}\n`);
  }
  await writeFile(path.join(building, "licences.txt"), texts.join("\n\n"));
}

/** Packed neighbours, made once here, so that the server never packs a style sheet while somebody waits. */
async function pack() {
  for (const name of await readdir(building)) {
    if (!/\.(css|js|svg)$/.test(name)) continue;
    const content = await readFile(path.join(building, name));
    await writeFile(path.join(building, `${name}.gz`), gzipSync(content, { level: 9 }));
    await writeFile(path.join(building, `${name}.br`), brotliCompressSync(content));
  }
}

async function build() {
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  const [, scriptCount, , , iconCount] = await Promise.all([
    htmx(), maps(), scripts(), styles(), fonts(), icons(), notices(), sealedScripts(),
  ]);
  await pack();
  await mkdir(path.dirname(dist), { recursive: true });
  await rm(dist, { recursive: true, force: true });
  await rename(building, dist);
  console.log(`${scriptCount} scripts, ${iconCount} icons → ${path.relative(root, dist)}`);
}

try {
  await build();
} catch (error) {
  console.error(`The front end could not be built: ${error.message}`);
  process.exitCode = 1;
}

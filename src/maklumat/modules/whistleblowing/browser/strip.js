// What pictures tell besides the picture (place, time, device, small copies of what was cut off) is left out before they are sealed. Pixels stay as they are.
const PNG_KEEP = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT"]);

/** {blob, stripped, kind}: stripped is false for what we cannot clean; kind is the ending of a cleaned picture's name. */
export async function strip(blob) {
  const head = new Uint8Array(await blob.slice(0, 12).arrayBuffer());
  const bytes = async () => new Uint8Array(await blob.arrayBuffer());
  try {
    if (head[0] === 0xff && head[1] === 0xd8) return { blob: new Blob(jpeg(await bytes()), { type: "image/jpeg" }), stripped: true, kind: "jpg" };
    if (head[0] === 0x89 && head[1] === 0x50 && head[2] === 0x4e) return { blob: new Blob(png(await bytes()), { type: "image/png" }), stripped: true, kind: "png" };
  } catch {
    return { blob, stripped: false }; // not what it seems: the reporter is told that it goes as it is
  }
  return { blob, stripped: text(head, blob.type) };
}

function text(head, type) {
  return type === "text/plain" && head.every((one) => one > 8);
}

/** Of a JPEG only what draws it: tables, frames, scans, the kind of its colours, which way is up. */
function jpeg(all) {
  const kept = [all.subarray(0, 2)];
  let orientation = 0;
  for (let at = 2; at < all.length; ) {
    if (all[at] !== 0xff) throw new Error("not a segment");
    const mark = all[at + 1];
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    if (mark === 0xd9) {
      kept.push(all.subarray(at, at + 2)); // what lies behind (a second picture, a film, notes) is not sent
      break;
    }
    const size = (all[at + 2] << 8) | all[at + 3];
    if (size < 2 || at + 2 + size > all.length) throw new Error("not a segment");
    const segment = all.subarray(at, at + 2 + size);
    if (mark === 0xe1 && !orientation) orientation = turned(segment);
    kept.push(...drawn(mark, segment));
    at += 2 + size;
    if (mark === 0xda) {
      const end = scanned(all, at);
      kept.push(all.subarray(at, end));
      at = end;
    }
  }
  if (orientation > 1 && orientation < 9) kept.splice(1, 0, upright(orientation));
  return kept;
}

const begins = (segment, word) => Array.from(word).every((one, i) => segment[4 + i] === one.charCodeAt(0));

/** What of a segment is needed to draw: of the makers' own ones only the resolution and how colours are meant. */
function drawn(mark, segment) {
  if (mark === 0xe0) return begins(segment, "JFIF\0") && segment.length >= 18 ? [Uint8Array.of(0xff, 0xe0, 0, 16, ...segment.subarray(4, 16), 0, 0)] : [];
  if (mark === 0xee) return begins(segment, "Adobe") && segment.length >= 16 ? [Uint8Array.of(0xff, 0xee, 0, 14, ...segment.subarray(4, 16))] : [];
  return (mark >= 0xe0 && mark <= 0xef) || mark === 0xfe ? [] : [segment];
}

/** Where a scan's data end: at the next mark. Progressive pictures have several scans. */
function scanned(all, from) {
  for (let at = from; at < all.length - 1; at += 1) {
    const next = all[at + 1];
    if (all[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return all.length;
}

/** How the picture is to be turned, out of the block that goes: the only thing of it that is kept. */
function turned(segment) {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.length);
  try {
    if (view.getUint32(4) !== 0x45786966) return 0;
    const little = view.getUint16(10) === 0x4949;
    const first = 10 + view.getUint32(14, little);
    const count = view.getUint16(first, little);
    for (let i = 0; i < count; i += 1) {
      const at = first + 2 + i * 12;
      if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little);
    }
  } catch {
    return 0; // a block that is broken says nothing, and goes
  }
  return 0;
}

function upright(orientation) {
  return Uint8Array.from([
    0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
  ]);
}

function png(all) {
  const kept = [all.subarray(0, 8)];
  const view = new DataView(all.buffer, all.byteOffset, all.length);
  for (let at = 8; ; ) {
    const size = view.getUint32(at);
    const name = String.fromCharCode(...all.subarray(at + 4, at + 8));
    if (at + 12 + size > all.length) throw new Error("not a chunk");
    if (PNG_KEEP.has(name)) kept.push(all.subarray(at, at + 12 + size));
    at += 12 + size;
    if (name === "IEND") return kept; // what follows the end is not sent
  }
}

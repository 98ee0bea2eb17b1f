// What pictures tell besides the picture (place, time, device, name) is cut out before they are sealed. Pixels stay as they are.
const JPEG_KEEP = new Set([0xe0, 0xee]); // JFIF and Adobe's colours: needed to draw it
const PNG_DROP = new Set(["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "dSIG"]);

/** {blob, stripped}: stripped is false for kinds we cannot clean. */
export async function strip(blob) {
  const head = new Uint8Array(await blob.slice(0, 12).arrayBuffer());
  const bytes = async () => new Uint8Array(await blob.arrayBuffer());
  try {
    if (head[0] === 0xff && head[1] === 0xd8) return { blob: new Blob(jpeg(await bytes()), { type: "image/jpeg" }), stripped: true };
    if (head[0] === 0x89 && head[1] === 0x50 && head[2] === 0x4e) return { blob: new Blob(png(await bytes()), { type: "image/png" }), stripped: true };
  } catch {
    return { blob, stripped: false }; // not what it seems: the reporter is told that it goes as it is
  }
  return { blob, stripped: text(head, blob.type) };
}

function text(head, type) {
  return type === "text/plain" && head.every((one) => one > 8);
}

function jpeg(all) {
  const kept = [all.subarray(0, 2)];
  let orientation = 0;
  for (let at = 2; ; ) {
    if (all[at] !== 0xff) throw new Error("not a segment");
    const mark = all[at + 1];
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    if (mark === 0xd9) throw new Error("no picture");
    const size = (all[at + 2] << 8) | all[at + 3];
    if (size < 2 || at + 2 + size > all.length) throw new Error("not a segment");
    const segment = all.subarray(at, at + 2 + size);
    if (mark === 0xe1 && !orientation) orientation = turned(segment);
    const told = (mark >= 0xe0 && mark <= 0xef && !JPEG_KEEP.has(mark)) || mark === 0xfe;
    if (!told) kept.push(segment);
    at += 2 + size;
    if (mark === 0xda) {
      kept.push(all.subarray(at, end(all, at)));
      break;
    }
  }
  if (orientation > 1) kept.splice(1, 0, upright(orientation));
  return kept;
}

/** Where the picture ends: what lies behind (a second picture, a film, notes) is not sent. Progressive pictures have several scans. */
function end(all, from) {
  for (let at = from; at < all.length - 1; at += 1) {
    if (all[at] === 0xff && all[at + 1] === 0xd9) return at + 2;
  }
  return all.length;
}

/** How the picture is to be turned, out of the block that goes: the only thing of it that is kept. */
function turned(segment) {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.length);
  if (segment.length < 20 || view.getUint32(4) !== 0x45786966) return 0;
  const little = view.getUint16(10) === 0x4949;
  const first = 10 + view.getUint32(14, little);
  const count = view.getUint16(first, little);
  for (let i = 0; i < count; i += 1) {
    const at = first + 2 + i * 12;
    if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little);
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
    if (!PNG_DROP.has(name)) kept.push(all.subarray(at, at + 12 + size));
    at += 12 + size;
    if (name === "IEND") return kept; // what follows the end is not sent
  }
}

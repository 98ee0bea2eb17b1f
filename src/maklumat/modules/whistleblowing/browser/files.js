// Files: each under a key of its own that only its letter names; sealed and opened as they flow, never whole in memory.
import { sha256 } from "@noble/hashes/sha2.js";
import { Decrypter, Encrypter } from "age-encryption";
import { hex, isZero, padme, random } from "./bytes.js";
import { ageKeys } from "./keys.js";

const STEP = 65536;
const HEADER = 22 + 10 + 43 + 1 + 43 + 1 + 4 + 43 + 1; // one stanza

/** How long a file will be when it is sealed. */
export function sealedLength(size) {
  const plain = padme(size);
  return HEADER + 16 + plain + 16 * Math.max(1, Math.ceil(plain / STEP));
}

/** A file's bytes as they will be sent. Returns {identity, length, stream, digest()}; the digest is there when the stream has ended. */
export async function sealFile(blob) {
  const { identity, box } = ageKeys(random(32));
  const age = new Encrypter();
  age.addRecipient(box);
  const hash = sha256.create();
  const stream = (await age.encrypt(padded(blob))).pipeThrough(
    new TransformStream({
      transform(chunk, out) {
        hash.update(chunk);
        out.enqueue(chunk);
      },
    }),
  );
  return { identity, length: sealedLength(blob.size), stream, digest: () => hex(hash.digest()) };
}

function padded(blob) {
  let at = 0;
  const whole = padme(blob.size);
  return new ReadableStream({
    async pull(out) {
      if (at >= whole) {
        out.close();
      } else if (at < blob.size) {
        const piece = new Uint8Array(await blob.slice(at, at + STEP).arrayBuffer());
        at += piece.length;
        out.enqueue(piece);
      } else {
        const piece = new Uint8Array(Math.min(STEP, whole - at));
        at += piece.length;
        out.enqueue(piece);
      }
    },
  });
}

/** The content of a sealed file as a Blob. ``entry``: what its letter says of it; ``stream``: what came. Throws when anything is another. */
export async function openFile(entry, stream) {
  const hash = sha256.create();
  let came = 0;
  const counted = stream.pipeThrough(
    new TransformStream({
      transform(chunk, out) {
        hash.update(chunk);
        came += chunk.length;
        out.enqueue(chunk);
      },
    }),
  );
  const age = new Decrypter();
  age.addIdentity(entry.identity);
  const parts = [];
  let left = entry.size;
  let plain = 0;
  const reader = (await age.decrypt(counted)).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    plain += value.length;
    const own = Math.min(left, value.length);
    if (!isZero(value.subarray(own))) throw new Error("something follows the file");
    if (own) parts.push(value.slice(0, own));
    left -= own;
  }
  if (left !== 0 || plain !== padme(entry.size) || came !== entry.length || hex(hash.digest()) !== entry.sha256) throw new Error("not the file that was sent");
  return new Blob(parts, { type: "application/octet-stream" });
}

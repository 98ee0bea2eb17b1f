// That the keys on the page are the ones in the public ledger: checked before anything is encrypted to them.
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encoder, hex, joined, same, unhex } from "./bytes.js";
import { holds } from "./keys.js";

const NODE = Uint8Array.of(1);
const LEAF = Uint8Array.of(0);

function raw(text) {
  const all = atob(text);
  return Uint8Array.from(all, (one) => one.charCodeAt(0));
}

/** {origin, size, root} of a checkpoint that one of these keys has signed (C2SP signed note, Ed25519). Throws. */
export function readCheckpoint(note, vkeys, origin) {
  const gap = note.indexOf("\n\n");
  const body = note.slice(0, gap + 1);
  const lines = body.split("\n");
  if (gap < 0 || lines[0] !== origin || !/^(0|[1-9]\d{0,15})$/.test(lines[1])) throw new Error("not a checkpoint of this log");
  const signatures = note.slice(gap + 2).split("\n").filter((one) => one.startsWith("— "));
  for (const vkey of vkeys) {
    const [name, id, ...rest] = vkey.split("+");
    const key = raw(rest.join("+"));
    if (key[0] !== 1 || key.length !== 33 || name !== origin) continue;
    const own = sha256(joined(encoder.encode(`${name}\n`), key)).slice(0, 4);
    if (hex(own) !== id) continue;
    for (const line of signatures) {
      const [, who, text] = line.split(" ");
      const signature = who === name ? raw(text) : new Uint8Array(0);
      if (signature.length === 68 && same(signature.slice(0, 4), own) && holds(signature.slice(4), encoder.encode(body), key.slice(1))) {
        return { origin, size: Number(lines[1]), root: raw(lines[2]) };
      }
    }
  }
  throw new Error("not signed by the log");
}

/** How many different witnesses have cosigned a checkpoint (C2SP tlog-cosignature, Ed25519). */
export function countWitnesses(note, vkeys) {
  const gap = note.indexOf("\n\n");
  const body = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2).split("\n").map((one) => one.split(" ")).filter((one) => one.length === 3 && one[0] === "—");
  const found = new Set();
  for (const vkey of vkeys) {
    const [name, id, ...rest] = vkey.split("+");
    const key = raw(rest.join("+"));
    const own = sha256(joined(encoder.encode(`${name}\n`), key)).slice(0, 4);
    if (key[0] !== 4 || key.length !== 33 || hex(own) !== id) continue;
    for (const [, who, text] of lines) {
      const signature = who === name ? raw(text) : new Uint8Array(0);
      if (signature.length !== 76 || !same(signature.slice(0, 4), own)) continue;
      const time = new DataView(signature.buffer, 4, 8).getBigUint64(0);
      if (holds(signature.slice(12), encoder.encode(`cosignature/v1\ntime ${time}\n${body}`), key.slice(1))) found.add(name);
    }
  }
  return found.size;
}

/** The fact that a proof shows to be in the tree. Throws. */
export function readFact(proof, head) {
  if (!proof || proof.size !== head.size) throw new Error("no proof");
  const committed = hmac(sha256, unhex(proof.key), encoder.encode(proof.text));
  const leaf = encoder.encode(`{"c":"${hex(committed)}","v":1}`);
  const root = climb(sha256(joined(LEAF, leaf)), proof.index, proof.size, proof.hashes.map(unhex));
  if (!same(root, head.root)) throw new Error("not in the tree");
  return JSON.parse(proof.text);
}

/** RFC 9162, 2.1.3.2. */
function climb(leaf, index, size, hashes) {
  if (!(index >= 0 && index < size)) throw new Error("index");
  let fn = index;
  let sn = size - 1;
  let found = leaf;
  for (const one of hashes) {
    if (sn === 0) throw new Error("too long");
    if (fn % 2 === 1 || fn === sn) {
      found = sha256(joined(NODE, one, found));
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      found = sha256(joined(NODE, found, one));
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  if (sn !== 0) throw new Error("too short");
  return found;
}

/**
 * Those of a state's recipients whose key is in the ledger as it is shown, and the recovery key, or null. ``trust``: whose signatures count, as the page itself says
 * ({origin, log, witnesses, k}); null where it says nothing: then the log's keys are those that came with the state. Throws when the head itself is wrong.
 */
export function proven(state, trust = null) {
  const { log, origin } = trust || state;
  const head = readCheckpoint(state.checkpoint, log, origin);
  if (trust && countWitnesses(state.checkpoint, trust.witnesses) < trust.k) throw new Error("not seen by enough witnesses");
  const good = (check) => (one) => {
    try {
      return check(one, readFact(one.proof, head));
    } catch {
      return false;
    }
  };
  const holders = state.keyholders.filter(
    good((one, fact) => isKeyOf(one, fact) && fact.data.box === one.box && fact.data.duty === one.duty),
  );
  const recovery = state.recovery && good((one, fact) => fact.kind === "whistleblowing.recovery_key_made" && fact.data.box === one.box && fact.subject === one.id)(state.recovery) ? state.recovery : null;
  const signers = state.signers.filter(good(isKeyOf));
  return { holders, signers, recovery, head };
}

/** Whether the fact says that this is the signing key of this holder, under this title. */
function isKeyOf(one, fact) {
  return fact.kind === "whistleblowing.key_published" && fact.data.holder_id === one.id && fact.data.sign === one.sign && fact.data.title_digest === hex(sha256(encoder.encode(one.title)));
}

/** A short print of the log's key, to hold against the poster in the office. */
export function fingerprint(vkeys) {
  return print([...vkeys].sort().join("\n"));
}

/** Twenty digits of a hash, to be compared by people. */
export function print(text) {
  return hex(sha256(encoder.encode(text))).slice(0, 20).replace(/(.{4})(?=.)/g, "$1 ");
}


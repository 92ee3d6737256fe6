#!/usr/bin/env node
/**
 * The stand-alone verifier of metsuke: one file, nothing but Node.js (22 or newer), no code of metsuke.
 * 単独検証プログラム: metsuke のコードを一切使わず、Node.js 22 以上だけで動きます。読むだけで、何も書き込みません。
 *
 *   node verify-lake.mjs LAKE|BUNDLE [--witness FINGERPRINT] [--lang ja|en] [--json]
 *
 * It checks the layout that docs/store.md of metsuke describes: seals (Ed25519, keys that name their successors), the chain
 * of commits, the Merkle root of each seal, and every byte of every file.
 * Exit code: 0 intact · 4 altered or missing · 5 something could not be checked · 2 wrong arguments · 74 not readable.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const HEX = '[0-9a-f]{64}';
const IS_HASH = new RegExp(`^${HEX}$`);
const END = `(?:null|\\{"number":([1-9]\\d*),"sha256":"(${HEX})"\\})`;
/** Every byte of a seal but the values is fixed. */
const SEAL = new RegExp(
  `^(\\{"format":1,"number":([1-9]\\d*),"previous":(?:null|"(${HEX})"),"sealed_at":"([^"\\\\\\u0000-\\u001f]*)",` +
    `"commit":\\{"number":([1-9]\\d*),"sha256":"(${HEX})"\\},"asks":${END},"root":"(${HEX})","key":"(${HEX})",` +
    `"day":"(\\d{4}-\\d\\d-\\d\\d)","next":(?:null|"(${HEX})")),"signature":"([0-9a-f]{128})"\\}\\n$`,
);
const NAME = '"(?:[^"\\\\]|\\\\.)*"';
/** The parts of a manifest, as strictly. */
const FILE = new RegExp(`^\\{"name":${NAME},"bytes":\\d+,"sha256":"${HEX}"\\}$`);
const STEP = `\\{"side":"(?:left|right)","sha256":"${HEX}"\\}`;
const PROOF = new RegExp(
  `^\\{"file":${NAME},"group":\\d+,"rows":\\d+,"from":\\d+,"to":\\d+,"sha256":"${HEX}",` +
    `"path":\\[(?:${STEP}(?:,${STEP})*)?\\]\\}$`,
);
const TABLES = [
  'events',
  'subjects',
  'verdicts',
  'changes',
  'raw',
  'findings',
  'quarantine',
  'replayed',
  'registers',
  'state',
  'journal',
];

const WORDS = {
  intact: ['改ざんも欠落もありません。', 'Intact: nothing was altered and nothing is missing.'],
  altered: ['改ざんまたは欠落があります。', 'Altered: this is not what was sealed.'],
  incomplete: [
    '確かめられないところがあります（見つかった改ざんはありません）。',
    'Incomplete: nothing is known to be altered, but not everything could be checked.',
  ],
  noWitness: [
    '指紋（--witness）なしで確かめました。全体が古い状態に戻されていても、これでは分かりません。',
    'Checked without a fingerprint (--witness): that everything was rolled back would not be seen.',
  ],
  witness: ['控えの指紋と一致しました。封印', 'The fingerprint fits that of seal'],
  'never-sealed': ['封印が一つもありません', 'there are no seals at all'],
  'seal-missing': ['封印がありません', 'this seal is missing'],
  'seal-altered': [
    '封印が変えられています（署名が合いません）',
    'this seal was altered: its signature does not fit',
  ],
  'seal-key': [
    '有効でなかった鍵で署名されています（偽造の疑い）',
    'signed with a key that was not in force: forged',
  ],
  'seal-fork': [
    '前の封印に続くものではありません（別の履歴）',
    'does not follow the seal before it: another history',
  ],
  'seal-root': ['封印の内容がコミットの記録と合いません', 'does not speak for what the commits recorded'],
  retention: ['保存期間が過ぎたため削除済み', 'Removed because its time was over,'],
  'retention-wrong': [
    '「保存期間による削除」が、消されたファイルの記録と合いません',
    'its retention does not fit the files from which it removed rows',
  ],
  base: [
    'まとめ（base）が、それまでのコミットの記録と合いません',
    'its base does not say what the commits before it come to',
  ],
  manifest: [
    '目録が変えられているか、読めない形式です',
    'the manifest was altered, or has an unknown format',
  ],
  proof: ['封印された保管庫にあったことを証明できません', 'does not prove that this was in the sealed lake'],
  missing: ['ありません', 'is missing'],
  altered_: ['記録されたあとに変えられています', 'was altered after it was written'],
  extra: [
    'どの記録にもないファイルです（あとから置かれたか、その記録が取り除かれています）',
    'is on no record: somebody put it there, or took its commit away',
  ],
  unreadable: ['読めないため、確かめられません', 'cannot be read, so it was not checked'],
  unsealed: ['このコミット以降はまだ封印されていません', 'from this commit on nothing is sealed yet'],
  unfinished: ['書きかけのファイルです', 'was left by a run that did not finish'],
  'witness-missing': [
    '控えの指紋の封印がありません（全体が古い状態に戻されています）',
    'the seal of your fingerprint is not there: everything was rolled back',
  ],
  'witness-differs': [
    '控えの指紋と違います（別の履歴とすり替えられています）',
    'is not the seal of your fingerprint: another history',
  ],
};
const UNCHECKED = new Set(['never-sealed', 'unreadable', 'unsealed', 'unfinished']);

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hexOf = (bytes) => sha256(bytes).toString('hex');
const twelve = (number) => String(number).padStart(12, '0');
/** Where a link of a chain lies: commits in folders of a thousand. */
const linkName = (folder, number) =>
  `${folder}/${folder === 'commits' ? `${twelve(number).slice(0, 9)}/` : ''}${twelve(number)}.json`;

/** Verifies a lake or an unpacked bundle. `witness`: `{number, sha256}` or null. `onBytes` is told how much was read. */
export function verifyLake(folder, witness = null, onBytes = () => {}) {
  const faults = [];
  const say = (code, file, more = {}) => {
    faults.push({ code, kind: UNCHECKED.has(code) ? 'unchecked' : 'altered', file, ...more });
  };
  const zip = statSync(folder, { throwIfNoEntry: false })?.isFile() ? unzipped(readFileSync(folder)) : null;
  const lake = {
    folder: resolve(folder),
    zip,
    say,
    onBytes,
    buffer: Buffer.allocUnsafe(2 ** 20),
    unlisted: new Set(),
  };
  const isLake = ['commits', 'seals'].some((name) => filesIn(lake, name).size > 0);
  const manifest = isLake ? null : readWhole(lake, 'manifest.json');
  if (manifest !== null) return verifyBundle(lake, manifest, witness, faults);
  const seen = witness && readWhole(lake, `seals/${twelve(witness.number)}.json`);
  const vouched = seen && hexOf(seen) === witness.sha256 ? witness.number : 0;
  const seals = readSeals(lake, vouched);
  const sealed = seals.reduce((most, { commit }) => Math.max(most, commit.number), 0);
  const commits = readLinks(lake, 'commits', anchorsOf(seals, 'commit'));
  const asks = readLinks(lake, 'asks', anchorsOf(seals, 'asks'));
  if (commits.length === 0 && seals.length === 0 && faults.length === 0) return null;
  const isWhole = faults.every(({ file }) => !file.startsWith('commits/'));
  if (seals.length > 0 && commits.length > sealed) say('unsealed', linkName('commits', sealed + 1));
  if (witness !== null && vouched === 0)
    say(seen ? 'witness-differs' : 'witness-missing', `seals/${twelve(witness.number)}.json`);
  if (seals.length === 0) say('never-sealed', 'seals');
  const contents = follow(lake, commits, isWhole ? seals : [], isWhole);
  const total = readFiles(lake, contents, commits, sealed);
  const last = seals.at(-1);
  return {
    result: resultOf(faults),
    snapshot: commits.length,
    seals: seals.length,
    asks: asks.length,
    last_seal: told(last),
    ...total,
    retention: commits.flatMap((commit) => (commit?.retention ? [retained(commit)] : [])),
    faults,
  };
}

/** What a commit says was removed because its time was over. */
function retained({ number, written_at: at, retention: { limits, events } }) {
  return { commit: number, at, limits, events };
}

function anchorsOf(seals, member) {
  return new Map(
    seals.filter((seal) => seal[member]).map((seal) => [seal[member].number, seal[member].sha256]),
  );
}

function resultOf(faults) {
  if (faults.some(({ kind }) => kind === 'altered')) return 'altered';
  return faults.length > 0 ? 'incomplete' : 'intact';
}

function told(seal) {
  return seal && { number: seal.number, sealed_at: seal.sealed_at, fingerprint: seal.fingerprint };
}

// ---- seals

/**
 * The seals whose signature, key and place in the chain are right. Up to the one that a fingerprint vouches for, a lost key may
 * have been replaced.
 */
function readSeals(lake, vouched) {
  const good = [];
  const names = filesIn(lake, 'seals');
  let before = null; // undefined: it was not good, so nothing can be said of the link to it
  for (let number = 1; names.size > 0; number++) {
    const name = `seals/${twelve(number)}.json`;
    if (!names.delete(name)) {
      if (![...names].some((one) => one > name && /^seals\/\d{12}\.json$/.test(one))) break;
      lake.say('seal-missing', name);
      before = undefined;
      continue;
    }
    const seal = readSeal(lake, name, number);
    if (seal !== null && before !== undefined) {
      const isInForce = before === null || (before.next ?? before.key) === seal.key || number <= vouched;
      if (!isInForce) lake.say('seal-key', name);
      else if (seal.previous !== before?.hash) lake.say('seal-fork', name);
      else good.push(seal);
    } else if (seal !== null) good.push(seal);
    before = seal ?? undefined;
  }
  for (const name of names) lake.say('extra', name);
  return good;
}

function readSeal(lake, name, number) {
  const bytes = readWhole(lake, name);
  if (bytes === null) return null;
  const seal = sealIn(bytes);
  if (seal?.number === number) return seal;
  lake.say('seal-altered', name);
  return null;
}

/** A seal that its key has signed; null where these bytes are none. */
function sealIn(bytes) {
  const match = SEAL.exec(bytes.toString('latin1'));
  if (match === null || !isSigned(`${match[1]}}`, match[10], match[13])) return null;
  const number = Number(match[2]);
  const hash = hexOf(bytes);
  return {
    number,
    previous: match[3],
    sealed_at: match[4],
    commit: { number: Number(match[5]), sha256: match[6] },
    asks: match[7] && { number: Number(match[7]), sha256: match[8] },
    root: match[9],
    key: match[10],
    next: match[12],
    hash,
    fingerprint: [number, ...hash.match(/.{8}/g)].join('-'),
  };
}

function isSigned(text, key, signature) {
  try {
    const prefix = Buffer.from('302a300506032b6570032100', 'hex'); // SubjectPublicKeyInfo of Ed25519
    const der = Buffer.concat([prefix, Buffer.from(key, 'hex')]);
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text, 'latin1'), publicKey, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}

// ---- chains: commits, and questions that were asked

/** The links of a chain from 1 to the newest; null for each that is missing or not genuine. */
function readLinks(lake, folder, anchors) {
  const names = filesIn(lake, folder);
  const numbers = [...names].map((name) => (/\/\d{12}\.json$/.test(name) ? Number(name.slice(-17, -5)) : 0));
  const newest = Math.max(0, ...numbers, ...anchors.keys());
  const links = [];
  const marked = new Set();
  const mark = (number, code) => {
    if (!marked.has(number)) lake.say(code, linkName(folder, number));
    marked.add(number);
  };
  let later = null; // the link after the one that is looked at, where it says what it follows
  for (let number = newest; number > 0; number--) {
    const name = linkName(folder, number);
    const bytes = names.delete(name) ? readWhole(lake, name) : undefined;
    if (bytes === undefined) mark(number, 'missing');
    const hash = bytes ? hexOf(bytes) : null;
    const link = bytes ? parsed(bytes) : null;
    const isSealed = anchors.get(number) === hash;
    const follows = later === null || later.previous === hash;
    if (hash !== null) {
      const isWrong = anchors.has(number) ? !isSealed : !follows;
      if (isWrong || link?.number !== number || (number === 1) !== (link.previous === null))
        mark(number, 'altered_');
      else if (isSealed && !follows) mark(number + 1, 'altered_');
    }
    later = link !== null && link.number === number && typeof link.previous === 'string' ? link : null;
    const isUsable = folder !== 'commits' || (Array.isArray(link?.files) && Array.isArray(link.removed));
    if (bytes && !isUsable) mark(number, 'altered_');
    links[number - 1] = marked.has(number) ? null : link;
  }
  for (const name of names) lake.say('extra', name);
  return links;
}

function parsed(bytes) {
  try {
    const value = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

// ---- what the lake should hold

/** Follows the commits; gives every file they name, and checks the root of each seal on the way. */
function follow(lake, commits, seals, isWhole) {
  const files = new Map();
  const trees = new Map();
  const held = { files: new Map(), inputs: new Map(), delivered: new Map(), journals: new Map() };
  let state = null;
  const leave = (name) => {
    if (files.has(name)) files.get(name).isOld = true;
    trees.delete(name);
  };
  const enter = (name, file, by) => {
    files.set(name, { ...file, by: by.number, isOld: false });
    const leaves = [`file ${name} ${file.bytes} ${file.sha256}`];
    for (const [index, { rows, from, to, sha256: hash }] of (file.groups ?? []).entries())
      leaves.push(`group ${name} ${index} ${rows} ${from} ${to} ${hash}`);
    trees.set(name, treeHash(leaves.map((text) => sha256('\0', text))));
  };
  for (const commit of commits) {
    if (commit === null) continue; // it was reported
    for (const name of commit.removed) leave(name);
    for (const file of commit.files) enter(file.name, { ...file, inputs: commit.inputs }, commit);
    for (const file of commit.delivery ?? []) enter(`registers/${file.sha256}`, file, commit);
    if (state !== null && state !== commit.state?.name) {
      for (const name of [state, ...held.journals.keys()]) leave(name);
      held.journals.clear();
    }
    state = commit.state?.name ?? null;
    if (commit.state) enter(state, commit.state, commit);
    if (commit.journal) enter(commit.journal.name, commit.journal, commit);
    if (isWhole && commit.retention && !isFitting(commit, held.files))
      lake.say('retention-wrong', linkName('commits', commit.number));
    hold(held, commit);
    if (isWhole && commit.base && !isBase(commit.base, held))
      lake.say('base', linkName('commits', commit.number));
    const speaking = seals.filter((seal) => seal.commit.number === commit.number);
    if (speaking.length === 0) continue;
    const sorted = [...trees].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hash]) => hash);
    const root = (sorted.length === 0 ? sha256('\0') : treeHash(sorted)).toString('hex');
    for (const seal of speaking)
      if (seal.root !== root) lake.say('seal-root', `seals/${twelve(seal.number)}.json`);
  }
  return files;
}

/** Whether a retention names the files it removed, as they were, and keeps as many rows as the new ones hold. */
function isFitting({ removed, files: added, retention }, files) {
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  return (
    retention.removed.map(({ name }) => name).join() === removed.join() &&
    sum(retention.removed.map(({ kept }) => kept)) === sum(added.map(({ rows }) => rows)) &&
    retention.removed.every(({ name, sha256: hash, rows, kept }) => {
      const known = files.get(name);
      return known?.sha256 === hash && known.rows === rows && kept < rows;
    })
  );
}

/** What commits come to, for the bases among them. */
function hold({ files, inputs, delivered, journals }, commit) {
  for (const name of commit.removed) files.delete(name);
  for (const file of commit.files) files.set(file.name, file);
  for (const input of commit.inputs) inputs.set(input.input, input);
  for (const { sha256: hash, bytes } of commit.delivery ?? []) delivered.set(hash, { sha256: hash, bytes });
  if (commit.journal) journals.set(commit.journal.name, commit.journal);
}

/** Whether a base says the same. */
function isBase(base, held) {
  return Object.entries(held).every(([name, all]) => {
    const texts = (values) =>
      values
        .map((value) => JSON.stringify(value))
        .sort()
        .join();
    return Array.isArray(base[name]) && texts(base[name]) === texts([...all.values()]);
  });
}

/** MTH of RFC 6962, without hashing the leaves: the left part is the largest power of two that is smaller than the whole. */
function treeHash(hashes) {
  if (hashes.length === 1) return hashes[0];
  let left = 1;
  while (left * 2 < hashes.length) left *= 2;
  return sha256('\u0001', treeHash(hashes.slice(0, left)), treeHash(hashes.slice(left)));
}

// ---- bundles

/** Every file that the manifest names, and the way of every proof to the root of the seal. */
function verifyBundle(lake, manifest, witness, faults) {
  const value = parsed(manifest);
  if (value === null || !isManifest(value, manifest.toString('utf8'))) lake.say('manifest', 'manifest.json');
  if (faults.length > 0)
    return { result: 'altered', snapshot: 0, seals: 0, asks: 0, files: 0, bytes: 0, faults };
  const present = filesIn(lake, '');
  let total = 0;
  for (const { name, bytes, sha256: hash } of value.files) {
    if (!present.delete(name)) {
      lake.say('missing', name);
      continue;
    }
    const found = hashFile(lake, name, []);
    total += found?.bytes ?? 0;
    if (found !== null && (found.hash !== hash || found.bytes !== bytes)) lake.say('altered_', name);
  }
  for (const name of present)
    if (!['manifest.json', 'verify-lake.mjs'].includes(name)) lake.say('extra', name);
  const seal = typeof value.seal === 'string' ? sealIn(Buffer.from(`${value.seal}\n`)) : null;
  if (value.seal === null) lake.say('never-sealed', 'manifest.json');
  else if (seal === null) lake.say('seal-altered', 'manifest.json');
  for (const proof of seal === null ? [] : value.proofs)
    if (seal.commit.number !== value.snapshot || rootOf(proof) !== seal.root)
      lake.say('proof', 'manifest.json', { of: proof.file, group: proof.group + 1 });
  if (witness !== null && (seal?.number !== witness.number || seal.hash !== witness.sha256))
    lake.say('witness-differs', 'manifest.json');
  const counts = { seals: seal === null ? 0 : 1, asks: 0, files: value.files.length, bytes: total };
  const result = resultOf(faults);
  return {
    result,
    snapshot: value.snapshot,
    ...counts,
    proofs: value.proofs.length,
    last_seal: told(seal),
    faults,
  };
}

function isManifest(value, text) {
  const { format, kind, snapshot, seal, files, proofs, ...more } = value;
  const isHead =
    format === 1 && kind === 'bundle' && Number.isSafeInteger(snapshot) && Object.keys(more).length === 0;
  if (!isHead || !(seal === null || typeof seal === 'string')) return false;
  if (!Array.isArray(files) || !Array.isArray(proofs)) return false;
  return (
    files.every((file) => FILE.test(JSON.stringify(file))) &&
    proofs.every((proof) => PROOF.test(JSON.stringify(proof))) &&
    `${JSON.stringify(value)}\n` === text
  );
}

/** Where the path of a proof leads. */
function rootOf({ file, group, rows, from, to, sha256: hash, path }) {
  let at = sha256('\0', `group ${file} ${group} ${rows} ${from} ${to} ${hash}`);
  for (const { side, sha256: other } of path) {
    const beside = Buffer.from(other, 'hex');
    at = side === 'left' ? sha256('\u0001', beside, at) : sha256('\u0001', at, beside);
  }
  return at.toString('hex');
}

/** The files of a ZIP, by name; what cannot be unpacked is null. An empty map where it is no ZIP or names a file twice. */
function unzipped(zip) {
  const files = new Map();
  const end = zip.length - 22;
  if (end < 0 || zip.readUInt32LE(end) !== 0x06054b50) return files;
  for (let at = zip.readUInt32LE(end + 16); at + 46 <= end; ) {
    const [title, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + title);
    if (zip.readUInt32LE(at) !== 0x02014b50 || files.has(name)) return new Map();
    files.set(name, unpacked(zip, at));
    at += 46 + title + extra + comment;
  }
  return files;
}

function unpacked(zip, at) {
  try {
    const start = zip.readUInt32LE(at + 42);
    const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const data = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    const method = zip.readUInt16LE(at + 10);
    if (method === 0) return data;
    return method === 8 ? inflateRawSync(data, { maxOutputLength: zip.readUInt32LE(at + 24) || 1 }) : null;
  } catch {
    return null;
  }
}

// ---- files

function readFiles(lake, contents, commits, sealed) {
  const present = new Set(TABLES.flatMap((table) => [...filesIn(lake, table)]));
  const total = { files: 0, bytes: 0 };
  for (const [name, file] of contents) {
    const isThere = present.delete(name);
    if (!isThere && !file.isOld && !lake.unlisted.has(name.split('/')[0]))
      lake.say('missing', name, { commit: file.by, ...lost(file) });
    if (!isThere) continue;
    total.files++;
    const found = hashFile(lake, name, file.groups ?? []);
    if (found === null) continue;
    total.bytes += found.bytes;
    if (found.hash === file.sha256 && found.bytes === file.bytes) continue;
    lake.say('altered_', name, { commit: file.by, ...placeIn(file, found, contents) });
  }
  const settings = settingsIn(commits);
  for (const name of filesIn(lake, 'settings')) {
    settings.delete(name);
    total.files++; // called after the hash of its bytes, and commits name it so
    const found = hashFile(lake, name, []);
    if (found === null) continue;
    total.bytes += found.bytes;
    if (name !== `settings/${found.hash}`) lake.say('altered_', name, placeIn({}, found, contents));
  }
  for (const [name, commit] of settings) lake.say('missing', name, { commit });
  if (commits.includes(null)) return total; // whoever knew them may be missing
  // listed after the files, for whoever writes meanwhile; nobody makes a file before the commit before its own is durable
  const numberOf = (name) => Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10);
  const newest = Math.max(0, ...[...filesIn(lake, 'commits')].map(numberOf));
  for (const name of present) {
    const isLater = !name.startsWith('registers/') && numberOf(name) > sealed && numberOf(name) <= newest + 1;
    lake.say(isLater ? 'unfinished' : 'extra', name);
  }
  return total;
}

/** The files of settings that commits name, each with the first that does; those that name no form of state kept none. */
function settingsIn(commits) {
  const names = new Map();
  for (const commit of commits) {
    const { settings, state } = commit?.versions ?? {};
    if (state !== undefined && !names.has(`settings/${settings}`))
      names.set(`settings/${settings}`, commit.number);
  }
  return names;
}

/** What of the logs a missing file held. */
function lost({ rows, days = [], inputs = [] }) {
  const sorted = days.map(({ day }) => day).sort((a, b) => (a < b ? -1 : 1));
  return {
    rows: rows ?? null,
    ...(sorted.length > 0 && { days: [sorted[0], sorted.at(-1)] }),
    positions: inputs.map(({ name, from, to }) => ({
      input: name,
      from_byte: from.byte ?? from.offset,
      to_byte: to.byte ?? to.offset,
    })),
  };
}

/** Which row groups of an altered file are not what they were, with their rows from 1. */
function placeIn({ groups = [], bytes }, found, contents) {
  const other = [...contents].find(([, { sha256: hash }]) => hash === found.hash)?.[0];
  let row = 0;
  const altered = groups.flatMap(({ rows, from, to, sha256: hash }, index) => {
    row += rows;
    return hash === found.parts[index]
      ? []
      : [{ group: index + 1, rows: [row - rows + 1, row], bytes: [from, to] }];
  });
  return { ...(other && { holds: other }), groups: altered, bytes: found.bytes, bytes_expected: bytes };
}

/** Hashes a file as a whole; `parts` hashes its row groups, when somebody asks. */
function hashFile(lake, name, groups) {
  const whole = createHash('sha256');
  let bytes = 0;
  const isRead = scan(lake, name, (piece) => {
    whole.update(piece);
    bytes += piece.length;
  });
  if (!isRead) return null;
  return {
    hash: whole.digest('hex'),
    bytes,
    get parts() {
      const all = readWhole(lake, name) ?? Buffer.alloc(0);
      return groups.map(({ from, to }) => hexOf(all.subarray(from, to)));
    },
  };
}

function scan(lake, name, take) {
  if (lake.zip !== null) {
    const bytes = readWhole(lake, name);
    if (bytes !== null) take(bytes);
    return bytes !== null;
  }
  let descriptor;
  try {
    descriptor = openFile(lake, name);
    for (let read = -1; read !== 0; ) {
      read = readSync(descriptor, lake.buffer, 0, lake.buffer.length, null);
      take(lake.buffer.subarray(0, read));
      lake.onBytes(read);
    }
    return true;
  } catch (error) {
    lake.say('unreadable', name, { why: error.code });
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readWhole(lake, name) {
  if (lake.zip !== null) {
    if (lake.zip.get(name) === null) lake.say('unreadable', name);
    return lake.zip.get(name) ?? null;
  }
  let descriptor;
  try {
    descriptor = openFile(lake, name);
    return readFileSync(descriptor);
  } catch (error) {
    if (error.code !== 'ENOENT') lake.say('unreadable', name, { why: error.code });
    return null;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Opens a file and nothing else: at a pipe everybody would wait for ever, and a device has no end. */
function openFile(lake, name) {
  const descriptor = openSync(join(lake.folder, name), constants.O_RDONLY | constants.O_NONBLOCK);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw Object.assign(new Error(name), { code: 'EFTYPE' });
}

function filesIn(lake, table) {
  if (lake.zip !== null) return new Set([...lake.zip.keys()].filter((name) => name.startsWith(table)));
  try {
    return new Set(filesBelow(lake, table).sort());
  } catch (error) {
    if (error.code === 'ENOENT') return new Set();
    if (!lake.unlisted.has(table)) lake.say('unreadable', table, { why: error.code });
    lake.unlisted.add(table);
    return new Set();
  }
}

/** Links are not followed: they may lead in circles. */
function filesBelow(lake, folder) {
  return readdirSync(join(lake.folder, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(lake, name) : [name];
  });
}

// ---- the command

const USAGE = 'node verify-lake.mjs LAKE [--witness FINGERPRINT] [--lang ja|en] [--json]';
const EXITS = { intact: 0, altered: 4, incomplete: 5 };

function main(args) {
  const rest = [...args];
  const option = (name) => {
    const at = rest.indexOf(name);
    return at < 0 ? undefined : rest.splice(at, 2)[1];
  };
  const typed = option('--witness');
  const locale = process.env.LC_ALL || process.env.LANG || 'en';
  const language = (option('--lang') ?? locale).startsWith('ja') ? 0 : 1;
  const isJson = rest.includes('--json') && rest.splice(rest.indexOf('--json'), 1).length > 0;
  const [folder] = rest;
  const hex = typed
    ?.replace(/^\s*\d+/, '')
    .replace(/[\s:-]/g, '')
    .toLowerCase();
  const witness = typed === undefined ? null : { number: Number.parseInt(typed, 10), sha256: hex };
  if (rest.length !== 1 || (witness && !(witness.number > 0 && IS_HASH.test(hex)))) {
    console.error(USAGE);
    return 2;
  }
  let read = 0;
  let shown = Date.now();
  const report = verifyLake(folder, witness, (bytes) => {
    read += bytes;
    if (isJson || !process.stderr.isTTY || Date.now() - shown < 200) return;
    shown = Date.now();
    process.stderr.write(`\r${Math.round(read / 1e6)} MB`);
  });
  if (process.stderr.isTTY && !isJson) process.stderr.write('\r\u001b[K');
  if (report === null) {
    console.error(
      `${folder}: ${language === 0 ? '保管庫でも証拠一式でもありません' : 'is neither a lake nor a bundle'}`,
    );
    return 74;
  }
  if (isJson) console.log(JSON.stringify(report));
  else for (const line of lines(report, witness, language)) console.log(line.replace(/\p{Cc}/gu, '?'));
  return EXITS[report.result];
}

function lines(report, witness, language) {
  const { result, snapshot, seals, files, bytes, last_seal: last, retention = [], faults } = report;
  const words = language === 0 ? ['コミット', '封印', 'ファイル'] : ['commits', 'seals', 'files'];
  const read = words.map((word, at) => `${word} ${[snapshot, seals, files][at]}`);
  const isWitnessed = witness !== null && !faults.some(({ code }) => code.startsWith('witness'));
  return [
    WORDS[result][language],
    `${read.join(', ')} (${(bytes / 1e6).toFixed(1)} MB)`,
    ...(last ? [`${last.sealed_at}  ${last.fingerprint}`] : []),
    ...retention.map(({ at, limits }) => {
      const what = limits.map(({ system, before }) => `${system} < ${before}`).join(', ');
      return `${WORDS.retention[language]} ${at}: ${what}`;
    }),
    ...(witness === null ? [WORDS.noWitness[language]] : []),
    ...(isWitnessed ? [`${WORDS.witness[language]} ${witness.number}`] : []),
    ...faults.map(({ code, kind, file, ...more }) => {
      const facts = Object.keys(more).length === 0 ? '' : ` ${JSON.stringify(more)}`;
      return `${kind === 'altered' ? '✗' : '?'} ${file}: ${WORDS[code][language]}${facts}`;
    }),
  ];
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url)))
  process.exitCode = main(process.argv.slice(2));

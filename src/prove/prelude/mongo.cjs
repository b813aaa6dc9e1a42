// Runs a Mongo proof with mingo; the language is described in mongo.md.
const fs = require("node:fs");
const mingo = require("mingo"), updater = require("mingo/updater");

const store = {};
const docs = (name) => (store[name] ??= []);
const plain = (v) => structuredClone(v);
const options = { collectionResolver: docs };

// Statements end at a line's end when no bracket is open.
function statements(text) {
  const out = []; let cur = "", depth = 0;
  for (const m of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|[^]/g)) {
    const t = m[0];
    if (t.startsWith("//")) continue;
    if (t === "\n" || t === ";") { if (!depth) { if (cur.trim()) out.push(cur.trim()); cur = ""; continue; } }
    if ("([{".includes(t)) depth++;
    if (")]}".includes(t)) depth--;
    cur += t;
  }
  if (cur.trim()) out.push(cur.trim());
  return out;
}

class Cursor {
  constructor(list) { this.list = list; }
  sort(spec) { return new Cursor(mingo.find(this.list, {}).sort(spec).all()); }
  skip(n) { return new Cursor(this.list.slice(n)); }
  limit(n) { return new Cursor(n ? this.list.slice(0, n) : this.list); }
  map(f) { return new Cursor(this.list.map(f)); }
  toArray() { return this; }
}
function collection(name) {
  const c = docs(name);
  const insertMany = (list) => {
    for (const d of list) {
      if (d._id === undefined) throw new Error("a proof's documents need an _id");
      c.push(plain(d));
    }
    return { insertedCount: list.length };
  };
  const change = (f) => (query, spec, opts = {}) => {
    if (opts.upsert) throw new Error("no upsert in proofs");
    const conf = opts.arrayFilters ? { arrayFilters: opts.arrayFilters } : {};
    const r = updater[f](c, query, spec, conf, options);
    return { matchedCount: r.matchedCount, modifiedCount: r.modifiedCount };
  };
  const remove = (one) => (query) => {
    const hits = mingo.find(c, query, {}, options).all();
    const gone = new Set(hits.slice(0, one ? 1 : hits.length).map((d) => c.find((x) => JSON.stringify(x) === JSON.stringify(d))));
    store[name] = c.filter((d) => !gone.has(d));
    c.splice(0, c.length, ...store[name]); store[name] = c;
    return { deletedCount: gone.size };
  };
  const find = (query = {}, proj) => new Cursor(mingo.find(plain(c), query, proj ?? {}, options).all());
  return {
    insertOne: (d) => insertMany([d]), insertMany, find,
    findOne: (q, p) => find(q, p).list[0] ?? null,
    aggregate: (pipeline) => new Cursor(mingo.aggregate(plain(c), pipeline, options)),
    countDocuments: (q) => find(q).list.length,
    distinct: (f, q = {}) => {
      const got = new Map();
      for (const r of mingo.aggregate(plain(c), [{ $match: q }, { $unwind: "$" + f }, { $group: { _id: "$" + f } }], options)) got.set(show(r._id), r._id);
      return [...got.keys()].sort().map((k) => got.get(k));
    },
    updateOne: change("updateOne"), updateMany: change("updateMany"),
    replaceOne: (q, d) => {
      const i = c.findIndex((x) => new mingo.Query(q).test(x));
      if (i < 0) return { matchedCount: 0, modifiedCount: 0 };
      const next = { _id: c[i]._id, ...plain(d) }, same = show(next) === show(c[i]);
      c[i] = next;
      return { matchedCount: 1, modifiedCount: same ? 0 : 1 };
    },
    deleteOne: remove(true), deleteMany: remove(false),
    findOneAndUpdate: (q, spec, opts = {}) => {
      const before = find(q).list[0];
      if (!before) return null;
      change("updateOne")({ _id: before._id }, spec, opts);
      return opts.returnDocument === "after" ? find({ _id: before._id }).list[0] : before;
    },
  };
}

function canon(v) {
  if (v instanceof Date) return { $date: v.toISOString().replace(".000Z", "Z") };
  if (v instanceof RegExp) return String(v);
  if (Array.isArray(v)) return v.map((x) => canon(x === undefined ? null : x));
  if (v && typeof v === "object") return Object.fromEntries(Object.keys(v).sort().filter((k) => v[k] !== undefined).map((k) => [k, canon(v[k])]));
  return v === undefined ? null : v;
}
const show = (v) => JSON.stringify(canon(v));
const lines = [];
const say = (v) => { for (const x of v instanceof Cursor ? v.list : [v]) lines.push(show(x)); };
const scope = { print: (v) => { say(v); return scope; }, ISODate: (s) => new Date(s), db: new Proxy({}, { get: (_, name) => collection(name) }) };

try {
  const all = statements(fs.readFileSync(process.argv[2], "utf8"));
  all.forEach((text, i) => {
    const v = new Function(...Object.keys(scope), "return (" + text + ")")(...Object.values(scope));
    if (i === all.length - 1 && v !== scope) say(v);
  });
  console.log(lines.join("\n"));
} catch (err) {
  console.error(String(err.message ?? err));
  process.exit(1);
}

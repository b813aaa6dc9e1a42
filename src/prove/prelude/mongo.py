# Runs a Mongo proof with mongomock; the language is described in mongo.md.
import datetime, json, re, sys, warnings
warnings.simplefilter("ignore")
import mongomock

text = open(sys.argv[1], encoding="utf-8").read()
base = mongomock.MongoClient(tz_aware=False).db
lines, pos = [], 0
TOKEN = re.compile(r"""\s*(?:
    (?P<num>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?) | (?P<str>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*') |
    (?P<re>/(?:\\.|[^/\\\n])+/[imsx]*) | (?P<name>[A-Za-z_$][\w$]*) | (?P<op>=>|[-+()\[\]{},:.;]) )""", re.X)


class Cursor(list):
    pass


def fail(what):
    raise ValueError(f"{what} at: {text[pos:pos + 40]!r}")


def peek(kind=None):
    """The next token as (kind, text), and where it ends."""
    global pos
    while True:  # comments
        m = re.compile(r"\s*//[^\n]*").match(text, pos)
        if not m:
            break
        pos = m.end()
    m = TOKEN.match(text, pos)
    return (m.lastgroup, m[m.lastgroup], m.end()) if m else (None, None, pos)


def take(want=None):
    global pos
    kind, t, end = peek()
    if want is not None and t != want:
        fail(f"expected {want!r}")
    pos = end
    return kind, t


def string(t):
    body = t[1:-1].replace('\\"', '"').replace("\\'", "'").replace('"', '\\"')
    return json.loads('"' + body + '"')


def value():
    kind, t = take()
    if kind == "num":
        n = float(t)
        return int(n) if n.is_integer() and "." not in t and "e" not in t else n
    if kind == "str":
        return string(t)
    if kind == "re":
        body, flags = t[1:].rsplit("/", 1)
        return re.compile(body, sum(getattr(re, f.upper()) for f in flags))
    if t == "[":
        out = []
        while peek()[1] != "]":
            out.append(value())
            if peek()[1] != "]":
                take(",")
        take("]")
        return out
    if t == "{":
        out = {}
        while peek()[1] != "}":
            k, name = take()
            key = string(name) if k == "str" else name
            take(":")
            out[key] = value()
            if peek()[1] != "}":
                take(",")
        take("}")
        return out
    if t in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[t]
    if t == "ISODate":
        take("(")
        s = value()
        take(")")
        return datetime.datetime.fromisoformat(s.replace("Z", "+00:00")).replace(tzinfo=None)
    fail("not a value: " + repr(t))


def arguments():
    take("(")
    out = []
    while peek()[1] != ")":
        out.append(value())
        if peek()[1] != ")":
            take(",")
    take(")")
    return out


def call(coll, name, a):
    opts = a[2] if len(a) > 2 else {}
    if opts.get("upsert"):
        raise ValueError("no upsert in proofs")
    extra = {"array_filters": opts["arrayFilters"]} if "arrayFilters" in opts else {}
    counts = lambda r: {"matchedCount": r.matched_count, "modifiedCount": r.modified_count}
    if name in ("insertOne", "insertMany"):
        docs = a[0] if name == "insertMany" else [a[0]]
        if any("_id" not in d for d in docs):
            raise ValueError("a proof's documents need an _id")
        return {"insertedCount": len(coll.insert_many(docs).inserted_ids)}
    if name == "find":
        return Cursor(coll.find(*a))
    if name == "findOne":
        return coll.find_one(*a)
    if name == "aggregate":
        return Cursor(coll.aggregate(a[0]))
    if name == "countDocuments":
        return coll.count_documents(a[0] if a else {})
    if name == "distinct":
        return sorted(coll.distinct(*a), key=show)
    if name == "updateOne":
        return counts(coll.update_one(a[0], a[1], **extra))
    if name == "updateMany":
        return counts(coll.update_many(a[0], a[1], **extra))
    if name == "replaceOne":
        return counts(coll.replace_one(a[0], a[1]))
    if name == "deleteOne":
        return {"deletedCount": coll.delete_one(a[0]).deleted_count}
    if name == "deleteMany":
        return {"deletedCount": coll.delete_many(a[0]).deleted_count}
    if name == "findOneAndUpdate":
        return coll.find_one_and_update(a[0], a[1], return_document=opts.get("returnDocument") == "after", **extra)
    raise ValueError("unknown method " + name)


def chain(v, name):
    if name == "map":  # d => d.a.b
        take("(")
        _, var = take()
        take("=>")
        take(var)
        path = []
        while peek()[1] == ".":
            take()
            path.append(take()[1])
        take(")")
        out = Cursor()
        for d in v:
            for p in path:
                d = d.get(p) if isinstance(d, dict) else None
            out.append(d)
        return out
    a = arguments()
    if name == "sort":  # mongomock sorts a collection, so put the documents into one
        tmp = mongomock.MongoClient().db.tmp
        for i, d in enumerate(v):
            tmp.insert_one({"_id": i, "d": d})
        return Cursor(x["d"] for x in tmp.find().sort([("d." + k, n) for k, n in a[0].items()]))
    if name == "skip":
        return Cursor(v[a[0]:])
    if name == "limit":
        return Cursor(v[:a[0]] if a[0] else v)
    if name == "toArray":
        return v
    raise ValueError("unknown method " + name)


def expression():
    take("db")
    take(".")
    coll = base[take()[1]]
    take(".")
    name = take()[1]
    v = call(coll, name, arguments())
    while peek()[1] == ".":
        take()
        v = chain(v, take()[1])
    return v


def canon(v):
    if isinstance(v, datetime.datetime):
        s = v.isoformat(timespec="milliseconds") + "Z"
        return {"$date": s.replace(".000Z", "Z")}
    if isinstance(v, re.Pattern):
        return "/" + v.pattern + "/"
    if isinstance(v, (list, tuple)):
        return [canon(x) for x in v]
    if isinstance(v, dict):
        return {k: canon(v[k]) for k in sorted(v)}
    if isinstance(v, float) and v.is_integer():
        return int(v)
    return v


def show(v):
    return json.dumps(canon(v), separators=(",", ":"), ensure_ascii=False)


def say(v):
    lines.extend(show(x) for x in (v if isinstance(v, Cursor) else [v]))


try:
    while peek()[1] is not None:
        if peek()[1] == ";":
            take()
            continue
        if peek()[1] == "print":
            take()
            take("(")
            say(expression())
            take(")")
            continue
        last = expression()
        while peek()[1] == ";":
            take()
        if peek()[1] is None:
            if text[pos:].strip():
                fail("cannot read")
            say(last)
    if text[pos:].strip():
        fail("cannot read")
    print("\n".join(lines))
except Exception as err:
    print(f"{type(err).__name__}: {err}", file=sys.stderr)
    sys.exit(1)

//! Cards to study, one of each kind. What must not be seen before the answer
//! holds `zq`.

pub const CHOICE: &str = r#"Choice(id: "choice", level: 2,
    ask: "Which **isolation level** does PostgreSQL use when a transaction starts with plain `BEGIN`?",
    right: [("Read committed", "It is the default: each statement sees what was committed before *it* began. zqright")],
    wrong: [("Serializable", "The strictest, and never the default. zqwrong"), ("Repeatable read", "MySQL's default: `InnoDB` starts there. zqother"), ("Read uncommitted", "PostgreSQL treats it as *read committed*. zqlast")],
    why: "`SHOW default_transaction_isolation` tells. Every statement takes a **new snapshot**, so two equal queries of one transaction may differ. zqwhy",
    source: "https://www.postgresql.org/docs/current/transaction-iso.html")"#;

pub const SEVERAL: &str = r#"Choice(id: "several",
    ask: "Which of these HTTP methods are **idempotent** by their definition?",
    right: [("`PUT`", "Twice the same is the same as once. zqput"), ("`DELETE`", "Gone stays gone. zqdel")],
    wrong: [("`POST`", "Each call may make another resource. zqpost"), ("`PATCH`", "A patch may well be `{\"op\": \"add\"}`. zqpatch")],
    why: "RFC 9110 calls a method idempotent when many identical requests have the effect of one. zqwhy")"#;

pub const FLIP: &str = r#"Flip(id: "flip", front: "What does **WAL** stand for, and what does it promise?",
    back: "*Write-ahead log*: a change reaches the log on disk **before** it reaches the table's pages. zqback",
    why: "After a crash the log is replayed from the last checkpoint. zqwhy",
    source: "https://www.postgresql.org/docs/current/wal-intro.html")"#;

pub const CLOZE: &str = r##"Cloze(id: "cloze", text: r#"A window function keeps every row. This one numbers the orders of each customer:

```sql
SELECT id,
       {{zqrow_number}}() OVER (
         {{PARTITION BY zqcustomer::which rows belong together}}
         ORDER BY placed_at
       ) AS nth
FROM orders;
```

Unlike `GROUP {{zqBY}}`, nothing is folded."#, why: "`OVER` makes an aggregate a window. zqwhy")"##;

pub const TYPED: &str = r#"Typed(id: "typed", ask: "Which Redis command adds one to a counter and returns the new value?\n\nThe key is `visits`.",
    accept: ["INCR zqvisits", "INCRBY zqvisits 1"], as: Command, hints: ["It is *atomic*, and shorter than you think."],
    why: "A missing key counts as 0. zqwhy", source: "https://redis.io/docs/latest/commands/incr/")"#;

pub const OUTPUT: &str = r##"Output(id: "output", code: (Python, r#"def add(item, box=[]):
    box.append(item)
    return box

add(1)
for n in range(2):
    print(add(n), end=";")
print()"#), prints: "zq[1, 0];[1, 0, 1];", why: "The default list is made **once**, when `def` runs. zqwhy")"##;

pub const OUTPUT_CHOICE: &str = r##"Output(id: "printed", code: (JavaScript, r#"setTimeout(() => console.log("timer"));
Promise.resolve().then(() => console.log("promise"));
console.log("sync");"#), prints: "sync\npromise\ntimer", wrong: [("sync\ntimer\npromise", "Microtasks run first. zqmicro"), ("timer\npromise\nsync", "Nothing waits for callbacks. zqwaits")], why: "zqwhy")"##;

pub const ORDER: &str = r#"Order(id: "order", ask: "Put the function together: it reads lines until the input ends.",
    steps: ["`def lines(source):`", "`    while line := source.readline():`", "`        yield line.rstrip()`", "`    source.close()`"],
    decoys: ["`        return line`"], why: "`yield` hands out one line and goes on. zqwhy")"#;

pub const MATCH: &str = r#"Match(id: "match", ask: "Join each index type with what it is best at.",
    pairs: [("B-tree", "Ranges and sorting"), ("GIN", "Many values in one row: arrays, `jsonb`, words"), ("BRIN", "Huge tables in natural order"), ("Hash", "Equality, nothing else")],
    why: "The default is the B-tree. zqwhy")"#;

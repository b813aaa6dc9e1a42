//! Texts to draw.

/// Everything that Markdown in decks may hold.
pub const MARKDOWN: &str = r"# How a B-tree finds a row

A **B-tree** keeps keys *sorted*, so a lookup costs `O(log n)` page reads; ***both*** matter. See [the manual](https://www.postgresql.org/docs/current/btree.html) and ~~older notes~~. Long code like `SELECT id, created_at FROM events WHERE tenant_id = $1` may wrap onto the next row, and the text goes on as if nothing had happened: the rows keep their distance.

## Three steps

1. Read the root.
2. Follow the child whose range holds the key:
   - `key < separator` leads left,
   - anything else leads right.
3. Scan the leaf.

10. Ten
11. Eleven

- a loose list

- with a second item that is long enough to wrap onto another row, so that one sees whether the hanging indent holds

> An index that is never read still costs every `INSERT`.
> Drop it.

| Type | Sorted | Size per key | Notes |
|------|:------:|-------------:|-------|
| B-tree | yes | 16 B | the default |
| Hash | no | **8 B** | only `=` |
| GIN | – | 4,2 kB | *arrays*, `jsonb` |

```sql
-- newest first
SELECT id, payload->>'kind' AS kind
FROM events
WHERE created_at > now() - interval '7 days'
ORDER BY created_at DESC
LIMIT 10;
```

HTML is text: <b>not bold</b>. Signs: ∀x ∈ S, x ≤ y ⇒ f(x) → ∞, α β γ, Σ ∏ √2 ≈ 1,41. Türkçe: çğıöşü; Čeština: řžšů; Русский: да, *курсив*, **∀x ∈ S, жирный**, ☑ ⏱.

![A tree with three levels](tree.png)

---

After the rule.";

const RUST: &str = r"use std::collections::HashMap;

/// Counts words, case aside.
pub fn count<'a>(text: &'a str) -> HashMap<String, usize> {
    let mut seen = HashMap::new();
    for word in text.split_whitespace() {
        *seen.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    seen // 1 != 2 && a >= b => c -> d
}

#[derive(Debug, Clone)]
enum State { Idle, Busy { since: u64, label: &'static str } }";

const JAVA: &str = "@Service\npublic class Orders {\n\tprivate final Map<String, Integer> stock = new HashMap<>();\n\n\t@Transactional\n\tpublic void buy(String id) throws SoldOut {\n\t\tstock.merge(id, -1, Integer::sum); // tabs\n\t\tthrow new SoldOut(\"none left of \" + id);\n\t}\n}";

/// Programs with their languages.
pub const PROGRAMS: [(&str, &str); 10] = [
    ("Rust", RUST),
    ("Java", JAVA),
    (
        "TypeScript",
        "type Row = { id: number; name?: string };\nconst rows = await db.query<Row>(`select * from t where id = ${id}`, [1, null, true]);",
    ),
    (
        "Php",
        "$total = array_sum(array_map(fn($x) => $x['price'] * 1.19, $items));\necho \"Total: {$total}\\n\";",
    ),
    ("Redis", "SET session:42 \"a b\" EX 60 NX\n# comment\nZADD board 10 ann 20 bob"),
    (
        "Bash",
        "for f in *.log; do\n  grep -c 'ERROR' \"$f\" | awk '{ s += $1 } END { print s }'\ndone",
    ),
    ("Json", "{ \"name\": \"hippocache\", \"tags\": [\"a\", 1, false, null] }"),
    (
        "CSharp",
        "var q = from o in orders where o.Total > 10m select new { o.Id, Name = $\"#{o.Id}\" };",
    ),
    (
        "Go",
        "func main() {\n\tch := make(chan int, 1)\n\tgo func() { ch <- 1 }()\n\tfmt.Println(<-ch)\n}",
    ),
    ("Html", "<a href=\"/x\" class='b'>text</a> <!-- note -->"),
];

//! Every fault at its place: each file of `tests/fixtures/faults` says in its
//! first lines which cards survive and which faults are found where.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hippocache::deck::{Fault, FaultCode, Loss, Severity, parse};

fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/faults");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn faults_of(name: &str, text: &str) -> Vec<Fault> {
    let mut faults = parse(text, Path::new(name)).faults;
    // Fixtures are short: they lack `why` and `source` unless these are meant.
    if !name.starts_with("missing-why") {
        faults.retain(|fault| {
            !matches!(fault.code, FaultCode::MissingWhy | FaultCode::MissingSource)
        });
    }
    faults
}

/// `// cards: a b`, then a line `// 6:9 error code` for each fault.
fn promised(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.starts_with("// "));
    lines.fold(String::new(), |all, line| all + line.trim_end() + "\n")
}

fn found(name: &str, text: &str) -> String {
    let parsed = parse(text, Path::new(name));
    let ids: Vec<&str> = match parsed.head {
        Some(_) => parsed.cards.iter().map(|card| card.id.as_str()).collect(),
        None => Vec::new(),
    };
    let ids = ids.iter().map(|id| if id.starts_with('~') { "~" } else { id });
    let mut found = ids.fold("// cards:".to_owned(), |all, id| all + " " + id) + "\n";
    for fault in faults_of(name, text) {
        let severity = match fault.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let _ = writeln!(found, "// {}:{} {severity} {}", fault.line, fault.col, fault.code);
    }
    found
}

#[test]
fn every_fault_is_found_at_its_place_and_costs_no_other_card() {
    let mut wrong = String::new();
    for (name, text) in fixtures() {
        let (promised, found) = (promised(&text), found(&name, &text));
        if promised != found {
            let _ = writeln!(wrong, "{name}\npromised:\n{promised}found:\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_code_has_its_fixture() {
    // Those of whole files are tested with files.
    let elsewhere = [
        FaultCode::NotFound,
        FaultCode::Unreadable,
        FaultCode::NotAFile,
        FaultCode::FileTooLarge,
        FaultCode::NotUtf8,
        FaultCode::NulByte,
        FaultCode::DuplicateDeck,
        FaultCode::TooManyCards,
        FaultCode::TooLarge,
        FaultCode::TextTooLong,
        FaultCode::TooManyFaults,
        FaultCode::MediaMissing,
        FaultCode::NearDuplicate,
        FaultCode::BadProofs,
    ];
    let mut seen: Vec<FaultCode> = elsewhere.to_vec();
    for (name, text) in fixtures() {
        seen.extend(faults_of(&name, &text).iter().map(|fault| fault.code));
    }
    let unseen: Vec<_> = FaultCode::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn messages_are_plain_sentences() {
    for (name, text) in fixtures() {
        for fault in faults_of(&name, &text) {
            let message = &fault.message;
            assert!(!message.ends_with('.') && !message.contains('\n'), "{fault}");
            for word in ["RawCard", "serde", "struct", "variant", "tuple", "Unexpected"] {
                assert!(!message.contains(word), "{fault}");
            }
            assert!(fault.frame(&text).contains('^'), "{fault}");
        }
    }
}

#[test]
fn a_slip_is_told_with_its_remedy() {
    let help = |name: &str| {
        let (_, text) = fixtures().into_iter().find(|(file, _)| file == name).unwrap();
        faults_of(name, &text).first().unwrap().help.clone().unwrap()
    };
    assert_eq!(help("unknown-field.ron"), "did you mean `back`?");
    assert_eq!(help("unknown-kind.ron"), "did you mean `Choice`?");
    assert_eq!(help("unknown-form.ron"), "did you mean `Command`?");
    assert_eq!(help("head-unknown-field.ron"), "did you mean `license`?");
    assert_eq!(help("unknown-field-other-kind.ron"), "this field is for `Choice` and `Output`");
    assert_eq!(help("missing-field.ron"), "add `wrong: [\"…\", (\"…\", \"why\")]`");
    assert_eq!(help("stray-bracket-kind.ron"), "`[` at 7:48 is closed by `]`");
    assert_eq!(help("unclosed-text.ron"), "as it stands it ends on line 10");
}

#[test]
fn a_fault_is_shown_in_one_line_in_its_frame_and_as_json() {
    let text = "Deck(format: 1, id: \"d\", title: \"D\", cards: [\n\
                \tFlip(id: \"x\", front: \"日本\",\tbakc: \"b\"),\n])";
    let parsed = parse(text, Path::new("decks/d.ron"));
    let fault = parsed.faults.iter().find(|fault| fault.severity == Severity::Error).unwrap();
    assert_eq!(
        fault.to_string(),
        "decks/d.ron:2:29: error[unknown-field]: `Flip` has no field `bakc`"
    );
    assert_eq!(
        fault.frame(text),
        "  |\n2 |     Flip(id: \"x\", front: \"日本\",    bakc: \"b\"),\n  |                                     ^^^^"
    );
    assert_eq!(fault.loss, Loss::Card);
    assert_eq!(
        fault.to_json(),
        serde_json::json!({
            "file": "decks/d.ron", "line": 2, "col": 29, "severity": "error",
            "code": "unknown-field", "message": "`Flip` has no field `bakc`",
            "help": "did you mean `back`?", "card": "x",
        })
    );
}

#[test]
fn a_frame_shows_the_place_in_a_long_line_and_none_in_a_changed_file() {
    let long = "x".repeat(5_000);
    let text = format!(
        "Deck(format: 1, id: \"d\", title: \"D\", cards: [Flip(id: \"x\", front: \"{long}\", \
         bakc: \"b\", why: \"{long}\")])"
    );
    let parsed = parse(&text, Path::new("d.ron"));
    let fault = parsed.faults.iter().find(|fault| fault.severity == Severity::Error).unwrap();
    let frame = fault.frame(&text);
    let lines: Vec<&str> = frame.lines().collect();
    let [_, shown, carets] = lines.as_slice() else { unreachable!("{frame}") };
    assert!(shown.chars().count() < 110, "{frame}");
    let column = carets.find('^').unwrap();
    let marked: String = shown.chars().skip(column).take(4).collect();
    assert_eq!(marked, "bakc");
    assert_eq!(fault.frame("Deck()"), "");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_fault() {
    let text = "\u{FEFF}Deck(format: 1, id: \"d\", title: \"D\", cards: [\r\n\
                    Output(id: \"x\", code: (Python, \"a\r\nb\"), prints: r\"1\r\n2\"),\r\n\
                    Flip(id: \"y\", frnt: \"a\", back: \"b\"),\r\n\
                ])\r\n";
    let parsed = parse(text, Path::new("d.ron"));
    assert_eq!(parsed.cards.len(), 1);
    let card = format!("{:?}", parsed.cards.first().unwrap().body);
    assert!(card.contains(r#""a\nb""#) && card.contains(r#""1\n2""#), "{card}");
    let faults: Vec<_> = parsed.faults.iter().map(|fault| (fault.line, fault.col)).collect();
    assert!(faults.contains(&(5, 15)), "{faults:?}");
    assert_eq!(
        parsed.spans.first().map(|span| text.get(span.start..span.start + 6)),
        Some(Some("Output"))
    );

    let text = "\u{FEFF}Dock(format: 1)";
    let parsed = parse(text, Path::new("d.ron"));
    let fault = parsed.faults.first().unwrap();
    assert_eq!((fault.line, fault.col, fault.code), (1, 1, FaultCode::NotADeck));
    assert!(fault.frame(text).contains("1 | Dock("), "{}", fault.frame(text));
}

#[test]
fn attributes_of_other_tools_are_no_fault() {
    let text = "#![type = \"deck::Deck\"]\n#![schema = \"deck.ron\"]\n\
                #![enable(implicit_some, unwrap_newtypes)]\n\
                Deck(format: 1, id: \"d\", title: \"D\", cards: [\n\
                Flip(id: \"x\", front: \"a\", back: \"b\", why: Some(\"w\"), source: \"s\", level: Some(2)),\n])";
    let parsed = parse(text, Path::new("d.ron"));
    assert_eq!(parsed.faults, []);
    let notes = &parsed.cards.first().unwrap().notes;
    assert_eq!((notes.why.as_deref(), notes.level), (Some("w"), Some(2)));

    let text = text.replacen("Deck\"]", "Deck\"", 1);
    let parsed = parse(&text, Path::new("d.ron"));
    let fault = parsed.faults.first().unwrap();
    assert_eq!((fault.code, fault.line), (FaultCode::BadAttribute, 1));
}

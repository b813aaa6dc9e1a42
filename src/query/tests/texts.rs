//! The text index: what it takes over, what it keeps, what it does when neither
//! fits; and completion.

use super::*;

fn build(fixture: &Fixture, old: Option<Arc<TextIndex>>) -> TextIndex {
    let library = Arc::clone(fixture.collection.library());
    let building = Building { library, cache: Some(fixture.paths.texts()), old };
    building.run(&|_, _| {}, &AtomicBool::new(false)).unwrap()
}

fn count(fixture: &Fixture, index: &TextIndex, text: &str) -> usize {
    index.search(&Pattern::exact(text), fixture.collection.library()).count()
}

fn files(fixture: &Fixture) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(fixture.paths.texts()).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn the_cache_gives_what_parsing_gives() {
    let fixture = Fixture::new();
    let made = build(&fixture, None);
    assert_eq!(files(&fixture).len(), 2);
    let read = build(&fixture, None);
    for text in ["lock", "e", "row lock", "16384", "nothing of it"] {
        assert_eq!(count(&fixture, &made, text), count(&fixture, &read, text), "{text}");
    }
    let library = fixture.collection.library();
    for item in 0..library.items().len() {
        assert_eq!(made.question(item, library), read.question(item, library));
    }
    let expire = fixture.item("redis/expire");
    assert_eq!(read.question(expire, library), "Which command gives a key a time to live?");
}

#[test]
fn a_damaged_cache_is_made_anew() {
    let fixture = Fixture::new();
    build(&fixture, None);
    for file in files(&fixture) {
        let mut bytes = std::fs::read(&file).unwrap();
        // Another letter is as good a text: only the sum tells.
        while let Some(at) = bytes.windows(4).position(|four| four == b"lock") {
            bytes[at] = b'x';
        }
        std::fs::write(&file, bytes).unwrap();
    }
    assert_eq!(count(&fixture, &build(&fixture, None), "lock"), 2);
    for file in files(&fixture) {
        std::fs::write(&file, b"hippo").unwrap();
    }
    assert_eq!(count(&fixture, &build(&fixture, None), "lock"), 2);
}

#[test]
fn a_changed_deck_alone_is_read_anew() {
    let mut fixture = Fixture::new();
    let old = Arc::new(build(&fixture, None));
    let file = fixture.paths.decks.join("sql.ron");
    let text = std::fs::read_to_string(&file).unwrap().replace("A row lock", "A latch");
    std::fs::write(&file, text).unwrap();
    let sources = crate::collection::sources(&fixture.paths, fixture.collection.settings(), false);
    let go = AtomicBool::new(false);
    let fresh = fixture.collection.library().reload(&sources, &go).unwrap();
    fixture.collection.reload(Arc::new(fresh.library), &fresh.moved).unwrap();
    // Were the other deck parsed again, it would be written again.
    let kept = files(&fixture);
    std::fs::remove_dir_all(fixture.paths.texts()).unwrap();
    let new = build(&fixture, Some(Arc::clone(&old)));
    assert_eq!((count(&fixture, &new, "latch"), count(&fixture, &new, "a row lock")), (1, 0));
    assert_eq!(count(&fixture, &new, "time to live"), 1);
    let now = files(&fixture);
    assert_eq!(now.len(), 1, "only the changed deck was read: {now:?}");
    assert!(!kept.contains(&now[0]));
    // What belongs to no deck any more goes.
    std::fs::write(fixture.paths.texts().join("0123456789abcdef.text"), b"old").unwrap();
    build(&fixture, Some(old));
    assert!(files(&fixture).iter().all(|file| !file.ends_with("0123456789abcdef.text")));
}

#[test]
fn a_deck_that_changed_under_it_is_left_out_and_not_kept() {
    let fixture = Fixture::new();
    let file = fixture.paths.decks.join("sql.ron");
    let text = std::fs::read_to_string(&file).unwrap().replace("A row lock", "A latch!!!");
    std::fs::write(&file, text).unwrap();
    let index = build(&fixture, None);
    // The card's bytes are not those that the library knows.
    assert_eq!(count(&fixture, &index, "latch"), 0);
    assert_eq!(files(&fixture).len(), 1, "only the whole deck is kept");
}

#[test]
fn building_can_be_cancelled_and_tells_how_far_it_is() {
    let fixture = Fixture::new();
    let library = Arc::clone(fixture.collection.library());
    let building = Building { library, cache: None, old: None };
    assert!(building.run(&|_, _| {}, &AtomicBool::new(true)).is_none());
    let most = std::sync::Mutex::new((0, 0));
    let note = |done, total| {
        let mut most = most.lock().unwrap();
        *most = (*most).max((done, total));
    };
    building.run(&note, &AtomicBool::new(false)).unwrap();
    assert_eq!(*most.lock().unwrap(), (8, 8));
}

fn texts(query: &str, words: &Vocabulary) -> Vec<String> {
    let cursor = query.find('|').unwrap();
    let completion = complete(&query.replace('|', ""), cursor, words);
    completion.suggestions.iter().map(|suggestion| suggestion.text.clone()).collect()
}

/// The query after the first suggestion was taken.
fn taken(query: &str, words: &Vocabulary) -> String {
    let cursor = query.find('|').unwrap();
    let mut text = query.replace('|', "");
    let completion = complete(&text, cursor, words);
    text.replace_range(completion.replaces, &completion.suggestions[0].text);
    text
}

#[test]
fn keys_then_values_are_suggested_with_counts() {
    let asked = Fixture::studied().asked();
    let words = Vocabulary::of(&asked.facts);
    assert_eq!(texts("|", &words).len(), 12);
    assert_eq!(texts("d|", &words), ["deck:"]);
    assert_eq!(texts("a |p", &words).len(), 12, "before the word all keys");
    assert_eq!(texts("-(i|", &words), ["is:", "introduced:", "id:"]);
    assert_eq!(texts("deck:|", &words), ["redis", "sql"]);
    assert_eq!(texts("deck:q|", &words), ["sql"]);
    assert_eq!(texts("deck:in|", &words), ["redis"], "by its title");
    assert_eq!(texts("tag:lo|", &words), ["locks", "\"Locks at Work\""]);
    assert_eq!(texts("is:s|", &words)[0], "suspended");
    assert_eq!(texts("flag:r|", &words)[0], "red");
    assert_eq!(texts("prop:|", &words), ["s", "d", "r", "ivl", "due", "reps", "lapses"]);
    assert_eq!(texts("prop:s|", &words), ["s<", "s>", "s<=", "s>=", "s=", "s!="]);
    assert_eq!(texts("rated:7:|", &words), ["7:1", "7:2", "7:3", "7:4"]);
    assert_eq!(texts("added:|", &words), Vec::<String>::new());
    assert_eq!(texts("\"is:|", &words), Vec::<String>::new(), "a text is no key");
    let completion = complete("tag:rows", 8, &words);
    assert_eq!(completion.suggestions[0].count, Some(2));
    let due = complete("is:due", 6, &words);
    assert_eq!(due.suggestions[0].count, Some(asked.find("is:due").count()));
}

#[test]
fn a_suggestion_takes_the_place_of_its_word_alone() {
    let asked = Fixture::new().asked();
    let words = Vocabulary::of(&asked.facts);
    assert_eq!(taken("a de| b", &words), "a deck: b");
    assert_eq!(taken("(deck:re|) b", &words), "(deck:redis) b");
    assert_eq!(taken("-tag:Locks|", &words), "-tag:locks");
    assert_eq!(taken("tag:\"locks a|", &words), "tag:\"Locks at Work\"");
    // Each of them is a query that finds as many as it says.
    for query in ["deck:", "tag:", "is:", "flag:", "kind:", "area:", "point:", "level:"] {
        for suggestion in complete(query, query.len(), &words).suggestions {
            let found = asked.find(&format!("{query}{}", suggestion.text)).count();
            assert_eq!(suggestion.count, Some(found), "{query}{}", suggestion.text);
        }
    }
}

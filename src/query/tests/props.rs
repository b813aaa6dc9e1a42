//! What holds for any query.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::deck::Kind;

/// The collection that all queries are asked of; only its columns are shared.
fn world() -> &'static (Facts, Recent, TextIndex) {
    static WORLD: OnceLock<(Facts, Recent, TextIndex)> = OnceLock::new();
    WORLD.get_or_init(|| {
        let asked = Fixture::studied().asked();
        (asked.facts, asked.recent, asked.text)
    })
}

fn ask(expr: &Expr) -> Bits {
    let (facts, recent, text) = world();
    find(expr, &World { facts, recent: Some(recent), text: Some(text) }).unwrap()
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let piece = prop_oneof![
        "[a-z0-9 \"\\\\():*-]{0,6}",
        Just("lock".to_owned()),
        Just("or".to_owned()),
        Just("é ß".to_owned()),
    ];
    prop::collection::vec(piece, 1..4)
        .prop_map(|pieces| Pattern::new(&pieces))
        // An empty one can't be written.
        .prop_filter("there is something", |pattern| pattern.pieces() != [""])
}

fn atom() -> impl Strategy<Value = Atom> {
    let number = prop_oneof![
        (-50_i32..50).prop_map(f64::from),
        (0.0..1.0_f64),
        any::<f64>().prop_filter("a number", |number| number.is_finite()),
    ];
    let kinds = vec![Kind::Choice, Kind::Flip, Kind::Cloze, Kind::Typed, Kind::Output];
    prop_oneof![
        pattern().prop_map(Atom::Text),
        pattern().prop_map(Atom::Deck),
        pattern().prop_map(Atom::Tag),
        pattern().prop_map(Atom::Area),
        pattern().prop_map(Atom::Id),
        pattern().prop_map(Atom::Point),
        prop::sample::select(kinds).prop_map(Atom::Kind),
        prop::option::of(1_u8..=3).prop_map(Atom::Level),
        prop::sample::select(Is::ALL.to_vec()).prop_map(Atom::Is),
        (1_u8..=7).prop_map(|flag| Atom::Flag(FlagTest::Number(flag))),
        prop::sample::select(vec![FlagTest::Any, FlagTest::None]).prop_map(Atom::Flag),
        (prop::sample::select(Prop::ALL.to_vec()), prop::sample::select(Op::ALL.to_vec()), number)
            .prop_map(|(prop, op, number)| Atom::Prop(prop, op, number)),
        (1..400_u32, prop::option::of(1_u8..=4)).prop_map(|(days, grade)| {
            Atom::Rated(days, grade.and_then(crate::scheduler::Rating::from_number))
        }),
        (1..400_u32).prop_map(Atom::Introduced),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        9 => atom().prop_map(|atom| Expr::Term(Term { atom, span: 0..0 })),
        1 => Just(Expr::All),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Expr::Not(Box::new(inner))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner, 2..4).prop_map(Expr::Or),
        ]
    })
}

/// The tree without the places it was read from.
fn bare(expr: Expr) -> Expr {
    match expr {
        Expr::All => Expr::All,
        Expr::Term(term) => Expr::Term(Term { span: 0..0, ..term }),
        Expr::Not(inner) => Expr::Not(Box::new(bare(*inner))),
        Expr::And(all) => Expr::And(all.into_iter().map(bare).collect()),
        Expr::Or(all) => Expr::Or(all.into_iter().map(bare).collect()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn what_is_printed_reads_as_the_same_tree(expr in expr()) {
        let text = expr.to_string();
        let again = parse(&text);
        prop_assert!(again.is_ok(), "{text}: {again:?}");
        prop_assert_eq!(bare(again.unwrap()), expr, "{}", text);
    }

    #[test]
    fn not_is_the_rest_or_the_union_and_the_overlap(a in expr(), b in expr()) {
        let (in_a, in_b) = (ask(&a), ask(&b));
        let not = ask(&Expr::Not(Box::new(a.clone())));
        let either = ask(&Expr::Or(vec![a.clone(), b.clone()]));
        let both = ask(&Expr::And(vec![a.clone(), b.clone()]));
        for item in 0..in_a.len() {
            prop_assert_eq!(not.has(item), !in_a.has(item));
            prop_assert_eq!(either.has(item), in_a.has(item) || in_b.has(item));
            prop_assert_eq!(both.has(item), in_a.has(item) && in_b.has(item));
        }
        prop_assert_eq!(in_a.count() + not.count(), in_a.len());
    }

    #[test]
    fn brackets_change_nothing_around_a_whole(expr in expr()) {
        let bracketed = parse(&format!("({expr})")).unwrap();
        prop_assert_eq!(ask(&bracketed), ask(&expr));
    }

    #[test]
    fn any_text_is_a_query_or_an_error_with_its_place(text in "\\PC{0,60}") {
        check(&text);
    }

    #[test]
    fn any_signs_are_a_query_or_an_error(text in "[-a-z\"\\\\():*<>=!%0-9 ]{0,40}") {
        check(&text);
    }

    #[test]
    fn bits_are_a_set(len in 0..200_usize, chosen in prop::collection::btree_set(0..200_usize, 0..50)) {
        let bits = Bits::which(len, |at| chosen.contains(&at));
        let within: Vec<usize> = chosen.iter().copied().filter(|at| *at < len).collect();
        prop_assert_eq!(bits.positions().collect::<Vec<_>>(), within.clone());
        prop_assert_eq!(bits.count(), within.len());
        let mut added = Bits::none(len);
        for at in &chosen {
            added.add(*at);
        }
        prop_assert_eq!(&added, &bits);
        let mut rest = bits.clone();
        rest.flip();
        prop_assert_eq!(rest.count(), len - within.len());
        rest.join(&bits);
        prop_assert_eq!(rest, Bits::all(len));
    }

    #[test]
    fn a_pattern_fits_as_slow_matching_says(
        pieces in prop::collection::vec("[ab]{0,2}", 1..4), name in "[ab]{0,6}",
    ) {
        let pattern = Pattern::new(&pieces);
        let letters: Vec<char> = pieces.join("*").chars().collect();
        let name_letters: Vec<char> = name.chars().collect();
        prop_assert_eq!(pattern.fits(&name), glob(&letters, &name_letters), "{:?} {}", pieces, name);
    }

    #[test]
    fn completion_never_leaves_the_query(text in "[-a-zé\"\\\\():*<>=: ]{0,30}", cursor in 0..40_usize) {
        static WORDS: OnceLock<Vocabulary> = OnceLock::new();
        let (facts, ..) = world();
        let words = WORDS.get_or_init(|| Vocabulary::of(facts));
        let completion = complete(&text, cursor, words);
        prop_assert!(text.get(completion.replaces.clone()).is_some());
    }
}

fn glob(pattern: &[char], name: &[char]) -> bool {
    match pattern.split_first() {
        None => name.is_empty(),
        Some(('*', rest)) => (0..=name.len()).any(|skip| glob(rest, &name[skip..])),
        Some((letter, rest)) => name.first() == Some(letter) && glob(rest, &name[1..]),
    }
}

fn check(text: &str) {
    match parse(text) {
        Ok(expr) => {
            let again = parse(&expr.to_string()).unwrap();
            assert_eq!(bare(again), bare(expr.clone()), "{text}");
            ask(&expr);
        }
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{text}: {error:?}");
            assert!(!error.span.is_empty() && !error.message.is_empty(), "{text}: {error:?}");
        }
    }
}

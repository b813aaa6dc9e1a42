#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::scene::{Anchor, Letters, estimate_at};
use super::*;

/// Two bars of three days, a line, an aim.
fn columns() -> Chart {
    let series = |name: &str, ink, values: [Option<f64>; 3]| Series {
        name: name.to_owned(),
        ink,
        values: values.into(),
    };
    Chart {
        id: "reviews",
        title: "Reviews, \"all\" of <them> & more".to_owned(),
        sentence: "You answered 24 cards\u{0}; that is 8 a day.".to_owned(),
        plot: Plot::Columns(Columns {
            by: "Day".to_owned(),
            labels: ["Monday, 2 March", "Tuesday, 3 March", "=SUM(A1)"].map(str::to_owned).into(),
            ticks: vec![(0, "2 Mar".to_owned()), (2, "4 Mar".to_owned())],
            bars: vec![
                series("Known", Ink::Accent, [Some(10.0), Some(0.0), Some(10_345.0)]),
                series("New", Ink::Success, [Some(2.0), None, Some(2_000.0)]),
            ],
            bar_scale: Scale::from_zero(Unit::Count, 12_345.0),
            lines: vec![series("Retention", Ink::Warning, [Some(0.9), None, Some(0.875)])],
            line_scale: Scale::percent(0.875),
            aim: Some((0.9, "aim 90 %".to_owned())),
            ..Columns::default()
        }),
    }
}

fn calibration() -> Chart {
    Chart {
        id: "calibration",
        title: "Predictions".to_owned(),
        sentence: "They hold.".to_owned(),
        plot: Plot::Calibration(Calibration {
            points: vec![
                Calibrated { expected: 0.85, actual: 0.8, span: (0.7, 0.88), answers: 40 },
                Calibrated { expected: 0.95, actual: 0.96, span: (0.94, 0.98), answers: 400 },
            ],
            expected: "Predicted".to_owned(),
            actual: "Actual".to_owned(),
            from: 0.7,
            note: "log loss 0.4".to_owned(),
        }),
    }
}

fn year(days: usize) -> Chart {
    let day = |at: usize| YearDay {
        label: format!("Day {at}"),
        date: format!("2026-{at}"),
        month: if at.is_multiple_of(30) { "Mar" } else { "" },
        reviews: u32::try_from(at % 5).unwrap(),
        step: u8::try_from(at % 5).unwrap(),
        note: String::new(),
    };
    Chart {
        id: "year",
        title: "The last year".to_owned(),
        sentence: String::new(),
        plot: Plot::Year(Year { days: (0..days).map(day).collect() }),
    }
}

fn table() -> Chart {
    let row = |name: &str, value: Option<f64>| {
        vec![Cell::words(name), Cell::figure(Unit::Percent, value).note("9 of 10")]
    };
    Chart {
        id: "table",
        title: "Retention".to_owned(),
        sentence: String::new(),
        plot: Plot::Table(Table {
            heads: ["Over", "All"].map(str::to_owned).into(),
            rows: vec![row("Today", Some(0.9)), row("A, \"quoted\"\nname", None)],
            is_wordy: false,
        }),
    }
}

fn all() -> [Chart; 4] {
    [columns(), calibration(), year(371), table()]
}

fn drawn(chart: &Chart) -> String {
    let colour = |ink: Ink| if ink == Ink::Card { 0x17_1D20 } else { 0xAB_CDEF };
    svg::write(
        chart,
        svg::Options {
            width: 640.0,
            colour: &colour,
            caption: "All cards & more",
            outline: &svg::as_text,
        },
    )
}

/// A reader of RFC 4180, to check the writer by.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\r' if !is_quoted && letters.peek() == Some(&'\n') => {
                letters.next();
                rows.push(vec![String::new()]);
            }
            letter => row.last_mut().unwrap().push(letter),
        }
    }
    assert!(!is_quoted, "a quote is left open");
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line ends");
    rows
}

#[test]
fn figures_are_exported_as_shown() {
    let rows = read_csv(&csv::write(&columns()));
    assert_eq!(rows[0], ["Day", "Known", "New", "Retention (%)"]);
    assert_eq!(rows[1], ["Monday, 2 March", "10", "2", "90"]);
    assert_eq!(rows[2], ["Tuesday, 3 March", "0", "", ""]);
    assert_eq!(rows[3], ["'=SUM(A1)", "10345", "2000", "87.5"], "no formula, no groups");
    assert_eq!(rows.len(), 4);

    let rows = read_csv(&csv::write(&calibration()));
    let heads = ["Predicted (%)", "Actual (%)", "Likely from (%)", "Likely to (%)", "Answers"];
    assert_eq!(rows[0], heads);
    assert_eq!(rows[1], ["85", "80", "70", "88", "40"]);

    let rows = read_csv(&csv::write(&table()));
    assert_eq!(rows[1], ["Today", "90"]);
    assert_eq!(rows[2], ["A, \"quoted\"\nname", ""]);

    let rows = read_csv(&csv::write(&year(8)));
    assert_eq!(rows[0], ["Day", "Reviews"]);
    assert_eq!(rows[8], ["2026-7", "2"]);
}

#[test]
fn drawings_are_well_formed_and_tell_what_they_are() {
    for chart in all() {
        let text = drawn(&chart);
        let document = roxmltree::Document::parse(&text).unwrap();
        let root = document.root_element();
        assert_eq!(root.tag_name().name(), "svg");
        assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
        let told = |name: &str| {
            let found = root.children().find(|node| node.has_tag_name(name));
            found.and_then(|node| node.text().map(str::to_owned)).unwrap_or_default()
        };
        let clean = |text: &str| text.replace('\u{0}', "");
        assert_eq!(told("title"), clean(&chart.title));
        assert_eq!(told("desc"), clean(&chart.sentence));
        // Nothing from elsewhere is needed.
        assert!(!text.contains("href") && !text.contains("url("), "{text}");
        let ground = root.children().find(|node| node.has_tag_name("rect")).unwrap();
        assert_eq!(ground.attribute("fill"), Some("#171d20"));
        let words: String = document
            .descendants()
            .filter(|node| node.has_tag_name("text"))
            .filter_map(|node| node.text())
            .collect();
        assert!(words.contains("All cards & more"), "the caption");
        for node in document.descendants() {
            for attribute in node.attributes() {
                assert!(!attribute.value().contains("NaN"), "{attribute:?}");
                assert!(!attribute.value().contains("inf"), "{attribute:?}");
            }
        }
    }
}

#[test]
fn bars_stand_on_each_other_and_on_the_axis() {
    let scene = Scene::new(&columns(), 400.0, 160.0, &estimate);
    let bars: Vec<_> = scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Bar { area, ink, round, .. } => Some((*area, *ink, *round)),
            _ => None,
        })
        .collect();
    assert_eq!(bars.len(), 4, "what is nothing has no bar");
    let (known, _, lower_round) = bars[0];
    let (new, ink, upper_round) = bars[1];
    assert_eq!(ink, Ink::Success);
    assert!((known.bottom() - scene.plot.bottom()).abs() < 0.01);
    assert!((new.bottom() - known.y).abs() < 0.01);
    assert!(lower_round == 0.0 && upper_round > 0.0, "only the top is round");
    assert!(new.h >= 1.0, "2 of 12 346 can still be seen");
    let (lower, upper) = (bars[2].0, bars[3].0);
    assert!((lower.h / scene.plot.h - 10_345.0 / 15_000.0).abs() < 0.01, "{lower:?}");
    let together = scene.plot.bottom() - upper.y;
    assert!((together / scene.plot.h - 12_345.0 / 15_000.0).abs() < 0.01, "{upper:?}");
    // The line begins anew after a day without.
    let dots = scene.marks.iter().filter(|mark| matches!(mark, Mark::Dot { .. })).count();
    assert_eq!(dots, 2);
}

#[test]
fn empty_and_lonely_graphs_can_be_laid_out() {
    let nothing = Chart { plot: Plot::Columns(Columns::default()), ..columns() };
    assert!(nothing.is_empty() && nothing.points() == 0);
    assert_eq!(nothing.walk(None, Step::Right), None);
    for chart in
        [nothing, year(0), year(1), Chart { plot: Plot::Table(Table::default()), ..table() }]
    {
        let scene = Scene::new(&chart, 300.0, 100.0, &estimate);
        assert!(scene.size.1.is_finite());
        assert!(!drawn(&chart).is_empty() && !csv::write(&chart).is_empty());
        assert_eq!(chart.tip(9_999), Tip::default());
    }
}

#[test]
fn every_point_is_met_by_pointer_and_keys_and_says_what_it_is() {
    for chart in all() {
        let scene = Scene::new(&chart, 900.0, 200.0, &estimate);
        assert_eq!(scene.hits.len(), chart.points(), "{}", chart.id);
        for hit in &scene.hits {
            let found = scene.at(hit.area.centre()).unwrap();
            assert_eq!(found.point, hit.point, "{}", chart.id);
            assert!(!chart.tip(hit.point).sentence().is_empty());
        }
        let steps = [Step::Left, Step::Right, Step::Up, Step::Down, Step::First, Step::Last];
        for point in 0..chart.points() {
            for step in steps {
                assert!(chart.walk(Some(point), step).unwrap() < chart.points());
            }
        }
    }
    let chart = columns();
    assert_eq!(chart.walk(None, Step::Right), Some(0));
    assert_eq!(chart.walk(Some(0), Step::Right), Some(1));
    assert_eq!(chart.walk(Some(2), Step::Right), Some(2));
    assert_eq!(chart.walk(Some(2), Step::First), Some(0));
    let year = year(371);
    assert_eq!(year.walk(None, Step::Left), Some(370), "today");
    assert_eq!(year.walk(Some(370), Step::Left), Some(363), "a week before");
    assert_eq!(year.walk(Some(370), Step::Up), Some(369), "yesterday");
    assert_eq!(year.walk(Some(3), Step::Left), Some(3));
    assert_eq!(
        chart.tip(0).sentence(),
        "Monday, 2 March: Known 10, New 2, Retention 90\u{a0}%, Together 12"
    );
    assert_eq!(
        calibration().tip(0).sentence(),
        "Predicted 85\u{a0}%: Actual 80\u{a0}%, Likely 70\u{a0}% to 88\u{a0}%, Answers 40"
    );
}

#[test]
fn a_narrow_year_shows_its_last_weeks() {
    let scene = Scene::new(&year(371), 340.0, 100.0, &estimate);
    assert!(scene.hits.len() < 371);
    assert_eq!(scene.hits.last().unwrap().point, 370);
    assert_eq!(scene.hits[0].point % 7, 0, "whole weeks");
    assert!(scene.hits.iter().all(|hit| hit.area.right() <= 342.0));
}

#[test]
fn quantities_read_well() {
    assert_eq!(Unit::Count.text(1_234_567.0), "1\u{a0}234\u{a0}567");
    assert_eq!(Unit::Count.text(-3.0), "0");
    assert_eq!(Unit::Percent.text(0.9), "90\u{a0}%");
    assert_eq!(Unit::Percent.text(0.9123), "91.2\u{a0}%");
    assert_eq!(Unit::Minutes.text(4.25), "4.2\u{a0}min");
    assert_eq!(Unit::Minutes.text(59.7), "60\u{a0}min");
    assert_eq!(Unit::Minutes.text(135.0), "2\u{a0}h 15\u{a0}min");
    assert_eq!(Unit::Minutes.text(120.0), "2\u{a0}h");
    assert_eq!((Unit::Days.text(1.0), Unit::Days.text(12.4)), ("1 day".into(), "12 days".into()));
    assert_eq!(Unit::Thousandths.text(0.05), "0.050");
    assert_eq!((Unit::Count.tick(15_000.0), Unit::Count.tick(500.0)), ("15k".into(), "500".into()));
    assert_eq!(Unit::Minutes.tick(90.0), "1.5\u{a0}h");
    assert_eq!(Unit::Percent.plain(0.9126), "91.3");
}

#[test]
fn scales_end_on_round_numbers() {
    let ends = |scale: &Scale| (scale.ticks.clone(), scale.most);
    let (ticks, most) = ends(&Scale::from_zero(Unit::Count, 87.0));
    assert_eq!((ticks, most), (vec![0.0, 50.0, 100.0], 100.0));
    assert_eq!(Scale::from_zero(Unit::Count, 3.0).ticks, [0.0, 1.0, 2.0, 3.0]);
    assert_eq!(Scale::from_zero(Unit::Count, 0.0).ticks, [0.0, 1.0]);
    assert_eq!(Scale::from_zero(Unit::Count, f64::NAN).ticks, [0.0, 1.0]);
    assert_eq!(Scale::from_zero(Unit::Minutes, 110.0).ticks, [0.0, 30.0, 60.0, 90.0, 120.0]);
    assert!((Scale::percent(0.87).least - 0.8).abs() < 1e-9);
    assert!((Scale::percent(0.3).least).abs() < 1e-9);
    assert!((Scale::percent(0.85).share(0.9) - 0.5).abs() < 1e-6);
}

proptest! {
    #[test]
    fn any_text_survives_csv(texts in prop::collection::vec("\\PC*|[\",\r\n=+@ -]{0,6}", 1..6)) {
        let row = texts.iter().map(|text| csv::field(text)).collect::<Vec<_>>().join(",") + "\r\n";
        let read = read_csv(&row);
        prop_assert_eq!(read.len(), 1);
        for (read, text) in read[0].iter().zip(&texts) {
            prop_assert!(read == text || read == &format!("'{text}"), "{:?} {:?}", read, text);
        }
    }

    #[test]
    fn any_title_makes_a_well_formed_drawing(title in any::<String>(), sentence in any::<String>()) {
        let chart = Chart { title, sentence, ..columns() };
        let text = drawn(&chart);
        prop_assert!(roxmltree::Document::parse(&text).is_ok(), "{}", text);
    }

    #[test]
    fn scales_hold_what_they_are_made_for(most in 1e-3..1e9_f64) {
        for unit in [Unit::Count, Unit::Minutes, Unit::Days, Unit::Tenths] {
            let scale = Scale::from_zero(unit, most);
            prop_assert!(scale.most >= most * (1.0 - 1e-6));
            prop_assert!((2..=7).contains(&scale.ticks.len()), "{:?}", scale);
            prop_assert!(scale.share(most) <= 1.0);
        }
    }

    #[test]
    fn marks_stay_within_their_frame(
        values in prop::collection::vec(0.0..1e6_f64, 1..400),
        width in 260.0..1_200.0_f32,
    ) {
        let most = values.iter().copied().fold(0.0, f64::max);
        let chart = Chart {
            plot: Plot::Columns(Columns {
                labels: values.iter().map(|value| format!("{value}")).collect(),
                ticks: (0..values.len()).map(|at| (at, format!("{at} March"))).collect(),
                bars: vec![Series {
                    name: "Cards".to_owned(),
                    ink: Ink::Accent,
                    values: values.into_iter().map(Some).collect(),
                }],
                bar_scale: Scale::from_zero(Unit::Count, most),
                ..Columns::default()
            }),
            ..columns()
        };
        let scene = Scene::new(&chart, width, 160.0, &estimate);
        let (w, h) = scene.size;
        let mut texts: Vec<(f32, f32, f32)> = Vec::new();
        for mark in &scene.marks {
            match mark {
                Mark::Bar { area, .. } | Mark::Cell { area, .. } => {
                    prop_assert!(area.x >= 0.0 && area.right() <= w + 0.5, "{:?}", area);
                    prop_assert!(area.y >= -0.5 && area.bottom() <= h + 0.5, "{:?}", area);
                }
                Mark::Text { at, anchor, text, letters, .. } => {
                    let wide = estimate(text, *letters);
                    let x = match anchor {
                        Anchor::Start => at.x,
                        Anchor::Middle => at.x - wide / 2.0,
                        Anchor::End => at.x - wide,
                    };
                    prop_assert!(x >= -0.5 && x + wide <= w + 0.5, "{:?}", mark);
                    texts.push((at.y, x, x + wide));
                }
                Mark::Path { .. } | Mark::Dot { .. } => {}
            }
        }
        // Names on one line don't run into each other.
        texts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for pair in texts.windows(2) {
            if (pair[0].0 - pair[1].0).abs() < 0.01 {
                prop_assert!(pair[0].2 <= pair[1].1 + 0.5, "{:?}", pair);
            }
        }
    }
}

#[test]
fn estimates_leave_room() {
    assert!(estimate_at("Retention", 10.0) > 40.0);
    assert!(estimate("漢字", Letters::Caption) >= 24.0);
}

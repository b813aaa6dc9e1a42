//! The contrasts that the tokens promise, measured as WCAG 2.2 does.

use egui::{Color32, Rgba};

use super::Tokens;

fn luminance(colour: Color32) -> f32 {
    let linear = Rgba::from(colour);
    0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
}

fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn surfaces(t: &Tokens) -> Vec<(&'static str, Color32)> {
    vec![
        ("ground", t.ground),
        ("card", t.card),
        ("raised", t.raised),
        ("raised_hover", t.raised_hover),
        ("raised_press", t.raised_press),
        ("sunken", t.sunken),
        ("control", t.control),
        ("control_hover", t.control_hover),
        ("control_press", t.control_press),
    ]
}

/// Soft grounds carry running text too (notices, answered rows).
fn softs(t: &Tokens) -> Vec<(&'static str, Color32)> {
    vec![
        ("accent.soft", t.accent.soft),
        ("success.soft", t.success.soft),
        ("danger.soft", t.danger.soft),
        ("warning.soft", t.warning.soft),
    ]
}

fn require(t: &Tokens, ink: (&str, Color32), ground: (&str, Color32), least: f32) {
    let found = contrast(ink.1, ground.1);
    assert!(
        found >= least,
        "{} on {} ({} theme) is {found:.2}:1, needs {least}:1",
        ink.0,
        ground.0,
        if t.dark { "dark" } else { "light" },
    );
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
}

#[test]
fn running_text_reads_at_7_to_1_on_every_surface() {
    for t in [true, false].map(Tokens::theme) {
        for ground in surfaces(t).into_iter().chain(softs(t)) {
            require(t, ("strong", t.strong), ground, 7.0);
            require(t, ("body", t.body), ground, 7.0);
        }
    }
}

#[test]
fn quiet_text_reads_at_4_5_to_1_on_every_surface() {
    for t in [true, false].map(Tokens::theme) {
        for ground in surfaces(t).into_iter().chain(softs(t)) {
            require(t, ("quiet", t.quiet), ground, 4.5);
        }
    }
}

#[test]
fn tones_read_at_4_5_to_1_on_surfaces_and_their_own_soft_ground() {
    for t in [true, false].map(Tokens::theme) {
        for (name, tone) in [
            ("accent", t.accent),
            ("success", t.success),
            ("danger", t.danger),
            ("warning", t.warning),
        ] {
            require(t, (name, tone.ink), ("its soft ground", tone.soft), 4.5);
            for ground in surfaces(t) {
                require(t, (name, tone.ink), ground, 4.5);
            }
        }
    }
}

#[test]
fn text_on_filled_buttons_reads_at_4_5_to_1() {
    for t in [true, false].map(Tokens::theme) {
        for fill in [t.accent_fill, t.accent_hover, t.accent_press] {
            require(t, ("on_accent", t.on_accent), ("accent", fill), 4.5);
        }
        require(t, ("on_danger", t.on_danger), ("danger", t.danger.ink), 4.5);
    }
}

#[test]
fn controls_can_be_seen_at_3_to_1() {
    for t in [true, false].map(Tokens::theme) {
        for ground in [("ground", t.ground), ("card", t.card), ("raised", t.raised)] {
            require(t, ("line_strong", t.line_strong), ground, 3.0);
        }
    }
}

#[test]
fn code_reads_at_4_5_to_1() {
    for t in [true, false].map(Tokens::theme) {
        let s = t.syntax;
        for (name, ink) in [
            ("keyword", s.keyword),
            ("string", s.string),
            ("number", s.number),
            ("comment", s.comment),
            ("function", s.function),
            ("type_name", s.type_name),
            ("property", s.property),
            ("punctuation", s.punctuation),
        ] {
            require(t, (name, ink), ("sunken", t.sunken), 4.5);
        }
        require(t, ("plain", s.plain), ("sunken", t.sunken), 7.0);
        require(t, ("plain", s.plain), ("raised", t.raised), 7.0);
        require(t, ("selected", t.strong), ("selection", t.selection), 4.5);
    }
}

#[test]
fn each_heat_step_differs_from_the_one_before() {
    for t in [true, false].map(Tokens::theme) {
        for pair in t.heat.windows(2) {
            require(t, ("heat", pair[1]), ("the step before", pair[0]), 1.15);
        }
    }
}

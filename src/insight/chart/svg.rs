//! A graph as a picture that needs nothing else: SVG 1.1 with its title and its
//! sentence, in the colours of a theme.

use std::fmt::Write as _;

use super::scene::{Anchor, Area, Letters, Mark, Scene, estimate, estimate_at};
use super::{Chart, Ink, Plot};

/// A colour as `0xRRGGBB`.
pub type Rgb = u32;

/// Text as outlines, for what can't lay out text: an SVG path of `text` with its
/// baseline at 0, and how wide it is; `None` leaves it text. Size in points.
pub type Outline<'a> = &'a dyn Fn(&str, f32, bool) -> Option<(String, f32)>;

/// The options of a picture.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// How wide the whole is, points.
    pub width: f32,
    /// The colours of a theme.
    pub colour: &'a dyn Fn(Ink) -> Rgb,
    /// What stands small beneath: whose it is and when.
    pub caption: &'a str,
    /// See [`Outline`].
    pub outline: Outline<'a>,
}

/// Leaves text as text.
#[must_use]
pub fn as_text(_: &str, _: f32, _: bool) -> Option<(String, f32)> {
    None
}

const FAMILY: &str = "Inter, system-ui, -apple-system, 'Segoe UI', sans-serif";
const PAD: f32 = 28.0;

/// Text for XML: what means something is written otherwise, and what XML can't
/// hold is left out.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Lines of at most `room` points; one word alone may be longer.
fn wrapped(text: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if estimate_at(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

struct Writer<'a> {
    out: String,
    options: Options<'a>,
}

/// Text in the picture.
struct Words<'a> {
    x: f32,
    /// Of its baseline.
    y: f32,
    size: f32,
    is_strong: bool,
    anchor: Anchor,
    ink: Ink,
    text: &'a str,
}

/// The whole picture.
#[must_use]
pub fn write(chart: &Chart, options: Options<'_>) -> String {
    let width = options.width.max(240.0);
    let inner = width - 2.0 * PAD;
    let height = if matches!(chart.plot, Plot::Calibration(_)) { 300.0 } else { 220.0 };
    let scene = Scene::new(chart, inner, height, &estimate);
    let title = wrapped(&chart.title, 19.0, inner);
    let sentence = wrapped(&chart.sentence, 14.0, inner);
    let head = PAD + lines_height(&title, 26.0) + lines_height(&sentence, 21.0) + 14.0;
    let foot = if options.caption.is_empty() { PAD } else { PAD + 26.0 };
    let whole = (head + scene.size.1 + foot).ceil();

    let mut writer = Writer { out: String::new(), options };
    let out = &mut writer.out;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{whole}\" \
         viewBox=\"0 0 {width} {whole}\" role=\"img\" font-family=\"{FAMILY}\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        escaped(&chart.title),
        escaped(&chart.sentence),
    );
    let ground = writer.colour(Ink::Card);
    let _ = writeln!(
        writer.out,
        "<rect width=\"{width}\" height=\"{whole}\" rx=\"14\" fill=\"{ground}\"/>"
    );
    let mut y = PAD + 18.0;
    for line in &title {
        writer.words(&Words::line(line, (PAD, y), (19.0, true), Ink::Strong));
        y += 26.0;
    }
    y -= 1.0;
    for line in &sentence {
        writer.words(&Words::line(line, (PAD, y), (14.0, false), Ink::Quiet));
        y += 21.0;
    }
    let _ = writeln!(writer.out, "<g transform=\"translate({PAD} {head})\">");
    for mark in &scene.marks {
        writer.mark(mark);
    }
    writer.out.push_str("</g>\n");
    let caption = writer.options.caption;
    if !caption.is_empty() {
        let at = (PAD, whole - PAD + 4.0);
        writer.words(&Words::line(caption, at, (12.0, false), Ink::Quiet));
    }
    writer.out.push_str("</svg>\n");
    writer.out
}

fn lines_height(lines: &[String], each: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "some lines")]
    let count = lines.len() as f32;
    count * each
}

impl<'a> Words<'a> {
    fn line(text: &'a str, (x, y): (f32, f32), (size, is_strong): (f32, bool), ink: Ink) -> Self {
        Self { x, y, size, is_strong, anchor: Anchor::Start, ink, text }
    }
}

/// Two decimals are finer than any screen.
fn n(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

impl Writer<'_> {
    fn colour(&self, ink: Ink) -> String {
        format!("#{:06x}", (self.options.colour)(ink) & 0x00ff_ffff)
    }

    fn words(&mut self, words: &Words<'_>) {
        let fill = self.colour(words.ink);
        if let Some((path, width)) = (self.options.outline)(words.text, words.size, words.is_strong)
        {
            let x = match words.anchor {
                Anchor::Start => words.x,
                Anchor::Middle => words.x - width / 2.0,
                Anchor::End => words.x - width,
            };
            let at = format!("{} {}", n(x), n(words.y));
            let _ = writeln!(
                self.out,
                "<path transform=\"translate({at})\" fill=\"{fill}\" d=\"{path}\"/>"
            );
            return;
        }
        let anchor = match words.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if words.is_strong { " font-weight=\"600\"" } else { "" };
        let _ = writeln!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} fill=\"{fill}\">{}</text>",
            n(words.x),
            n(words.y),
            n(words.size),
            escaped(words.text),
        );
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Bar { area, round, ink, .. } => {
                let fill = self.colour(*ink);
                let path = bar(*area, *round);
                let _ = writeln!(self.out, "<path fill=\"{fill}\" d=\"{path}\"/>");
            }
            Mark::Cell { area, round, ink, ring } => {
                let fill = self.colour(*ink);
                let line = if *ring {
                    format!(" stroke=\"{}\"", self.colour(Ink::Quiet))
                } else {
                    String::new()
                };
                let _ = writeln!(
                    self.out,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" \
                     fill=\"{fill}\"{line}/>",
                    n(area.x),
                    n(area.y),
                    n(area.w),
                    n(area.h),
                    n(*round),
                );
            }
            Mark::Path { points, width, ink, dashed } => {
                let stroke = self.colour(*ink);
                let places: Vec<String> =
                    points.iter().map(|at| format!("{},{}", n(at.x), n(at.y))).collect();
                let dash = if *dashed { " stroke-dasharray=\"4 4\"" } else { "" };
                let _ = writeln!(
                    self.out,
                    "<polyline points=\"{}\" fill=\"none\" stroke=\"{stroke}\" \
                     stroke-width=\"{}\" stroke-linejoin=\"round\"{dash}/>",
                    places.join(" "),
                    n(*width),
                );
            }
            Mark::Dot { at, radius, ink } => {
                let fill = self.colour(*ink);
                let _ = writeln!(
                    self.out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\"/>",
                    n(at.x),
                    n(at.y),
                    n(*radius),
                );
            }
            Mark::Text { at, anchor, text, letters, ink } => {
                let size = letters.size();
                let is_strong = *letters == Letters::SmallStrong;
                // The middle of small letters and figures, not of the line.
                let y = at.y + size * 0.36;
                let (anchor, ink) = (*anchor, *ink);
                self.words(&Words { x: at.x, y, size, is_strong, anchor, ink, text });
            }
        }
    }
}

/// A bar with round upper corners.
fn bar(area: Area, round: f32) -> String {
    let [left, right] = [n(area.x), n(area.right())];
    let [top, bottom] = [n(area.y), n(area.bottom())];
    if round <= 0.0 {
        return format!("M{left} {bottom}V{top}H{right}V{bottom}Z");
    }
    let [inner_left, inner_right] = [n(area.x + round), n(area.right() - round)];
    let [lower, round] = [n(area.y + round), n(round)];
    format!(
        "M{left} {bottom}V{lower}A{round} {round} 0 0 1 {inner_left} {top}H{inner_right}\
         A{round} {round} 0 0 1 {right} {lower}V{bottom}Z"
    )
}

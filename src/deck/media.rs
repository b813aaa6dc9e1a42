//! Images in card texts, and the fence around a deck's folder.

use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Parser, Tag};

use super::fault::{FaultCode, Loss, Severity};
use super::model::{Body, Card, ClozePart, Notes};
use super::rules::{Problem, Step, shortened};

/// Where an image path leads, judged by its text alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Into the deck's folder, as far as the text tells.
    Inside,
    /// Out of the deck's folder: absolute, `..`, a drive, a scheme.
    Outside,
    /// An address on the network.
    Network,
}

/// Judges an image path as written in a card.
pub(super) fn place(path: &str) -> Place {
    let lower = path.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("//") {
        return Place::Network;
    }
    // A colon is a drive or a scheme, a backslash a separator on one system only.
    if path.is_empty() || path.contains([':', '\\', '\0']) || path.starts_with('~') {
        return Place::Outside;
    }
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if Path::new(path).components().all(plain) { Place::Inside } else { Place::Outside }
}

/// Why an image is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The path, or a symbolic link on its way, leaves the folder.
    Outside,
    /// There is no such file.
    Missing,
}

/// The file that an image path means in `folder`; links that lead out of it
/// are refused.
pub(super) fn resolve(folder: &Path, path: &str) -> Result<PathBuf, Refusal> {
    if place(path) != Place::Inside {
        return Err(Refusal::Outside);
    }
    let folder = folder.canonicalize().map_err(|_| Refusal::Missing)?;
    let file = folder.join(path).canonicalize().map_err(|_| Refusal::Missing)?;
    if !file.starts_with(&folder) {
        return Err(Refusal::Outside);
    }
    if file.is_file() { Ok(file) } else { Err(Refusal::Missing) }
}

/// Images of a card that its folder does not hold.
pub(super) fn missing(card: &Card, folder: &Path) -> Vec<Problem> {
    let mut found = Vec::new();
    each_text(&card.body, &card.notes, &mut |at, text| {
        for path in images(text) {
            let (code, message) = match resolve(folder, &path) {
                Err(Refusal::Missing) => {
                    (FaultCode::MediaMissing, format!("there is no image `{}`", shortened(&path)))
                }
                Err(Refusal::Outside) if place(&path) == Place::Inside => {
                    let path = shortened(&path);
                    (FaultCode::MediaOutside, format!("a link takes `{path}` out of the deck"))
                }
                // What the path alone gives away is reported with the card.
                _ => continue,
            };
            let help = "images lie in the folder of the deck's file, and are never links out of it";
            found.push(Problem {
                code,
                severity: Severity::Error,
                loss: Loss::Nothing,
                message,
                help: Some(help.to_owned()),
                at: at.to_vec(),
            });
        }
    });
    found
}

/// The paths of the pictures that a card shows, each once, within its deck's
/// folder.
#[must_use]
pub fn pictures_of(card: &Card) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    each_text(&card.body, &card.notes, &mut |_, text| {
        for path in images(text) {
            if place(&path) == Place::Inside && !found.contains(&path) {
                found.push(path);
            }
        }
    });
    found
}

/// The file of a picture in a deck's folder; `None` when it is not there, or not
/// within the folder.
#[must_use]
pub fn picture_file(folder: &Path, path: &str) -> Option<PathBuf> {
    resolve(folder, path).ok()
}

/// The paths of the images in a Markdown text.
pub(super) fn images(markdown: &str) -> Vec<String> {
    // Nearly every text has none; parsing Markdown for those would cost more
    // than reading the deck.
    if !markdown.contains("![") {
        return Vec::new();
    }
    Parser::new(markdown)
        .filter_map(|event| match event {
            Event::Start(Tag::Image { dest_url, .. }) => Some(decoded(&dest_url)),
            _ => None,
        })
        .collect()
}

/// An address with its `%20`s read, as the place where a file is looked for.
pub(super) fn decoded(address: &str) -> String {
    let mut out = Vec::with_capacity(address.len());
    let mut bytes = address.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Calls `visit` with every Markdown text of a card and the way to it.
pub(super) fn each_text(body: &Body, notes: &Notes, visit: &mut dyn FnMut(&[Step], &str)) {
    use Step::{Field, Index};
    let mut one = |field, text: &str| visit(&[Field(field)], text);
    match body {
        Body::Choice { ask, .. }
        | Body::Typed { ask, .. }
        | Body::Output { ask, .. }
        | Body::Order { ask, .. }
        | Body::Match { ask, .. } => one("ask", ask),
        Body::Flip { front, back, .. } => {
            one("front", front);
            one("back", back);
        }
        Body::Cloze { parts } => {
            for part in parts {
                if let ClozePart::Text(text) = part {
                    one("text", text);
                }
            }
        }
    }
    if let Some(why) = &notes.why {
        one("why", why);
    }
    for (n, hint) in notes.hints.iter().enumerate() {
        visit(&[Field("hints"), Index(n)], hint);
    }
    let mut options = |field, options: &[super::model::Choice]| {
        for (n, option) in options.iter().enumerate() {
            for text in std::iter::once(&option.text).chain(&option.why) {
                visit(&[Field(field), Index(n)], text);
            }
        }
    };
    match body {
        Body::Choice { right, wrong, .. } => {
            options("right", right);
            options("wrong", wrong);
        }
        // The options of an output are plain text, their reasons are not.
        Body::Output { wrong, .. } => {
            for (n, why) in wrong.iter().enumerate().filter_map(|(n, o)| Some((n, o.why.as_ref()?)))
            {
                visit(&[Field("wrong"), Index(n)], why);
            }
        }
        Body::Order { steps, decoys, .. } => {
            for (field, lines) in [("steps", steps), ("decoys", decoys)] {
                for (n, line) in lines.iter().enumerate() {
                    visit(&[Field(field), Index(n)], line);
                }
            }
        }
        Body::Match { pairs, .. } => {
            for (n, (left, right)) in pairs.iter().enumerate() {
                visit(&[Field("pairs"), Index(n), Index(0)], left);
                visit(&[Field("pairs"), Index(n), Index(1)], right);
            }
        }
        Body::Flip { .. } | Body::Cloze { .. } | Body::Typed { .. } => {}
    }
}

//! A line of running text: words in several faces, code and links between them.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Galley, Stroke, Ui};

use super::Look;
use super::gaps::{GapMark, stretches};
use super::view::{gap_format, gap_pad};
use crate::ui::fonts::Face;
use crate::ui::galleys;
use crate::ui::tokens::{Tokens, Type};

/// Room on both sides of inline code, points.
pub(super) const CODE_PAD: f32 = 4.0;

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A stretch of text that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Characters, not bytes.
    pub chars: Range<usize>,
    pub url: String,
}

/// Text ready for layout at any width.
#[derive(Debug, Clone)]
pub(super) struct Inline {
    /// Differs from that of every other text, for what is kept of it.
    pub id: u64,
    pub job: Arc<LayoutJob>,
    /// Where inline code is, in characters.
    pub code: Vec<Range<usize>>,
    pub links: Vec<Link>,
    /// Where the gaps of a cloze are, in characters.
    pub gaps: Vec<(Range<usize>, GapMark)>,
}

impl Inline {
    /// Laid out to wrap at `width`.
    pub fn lay_out(&self, ui: &Ui, width: f32) -> Arc<Galley> {
        galleys::galley(ui, ("inline", self.id, width.to_bits()), || {
            let mut job = (*self.job).clone();
            job.wrap.max_width = width;
            job
        })
    }
}

/// Writes [`Inline`]s.
pub(super) struct Pen {
    look: Look,
    pub strong: u32,
    pub italic: u32,
    pub struck: u32,
    pub quoted: u32,
    pub heading: Option<u8>,
    /// In tables.
    pub is_small: bool,
    link: Option<(usize, String)>,
    job: LayoutJob,
    chars: usize,
    code: Vec<Range<usize>>,
    links: Vec<Link>,
    gaps: Vec<(Range<usize>, GapMark)>,
    /// Code or a gap came last: what follows keeps this distance.
    distance: f32,
}

impl Pen {
    pub fn new(look: Look) -> Self {
        Self {
            look,
            strong: 0,
            italic: 0,
            struck: 0,
            quoted: 0,
            heading: None,
            is_small: false,
            link: None,
            job: LayoutJob::default(),
            chars: 0,
            code: Vec::new(),
            links: Vec::new(),
            gaps: Vec::new(),
            distance: 0.0,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.job.text.is_empty()
    }

    pub fn write(&mut self, text: &str) {
        let format = self.format(false);
        self.append_with_gaps(text, 0.0, &format);
    }

    pub fn code(&mut self, text: &str) {
        let start = self.chars;
        let format = self.format(true);
        self.append_with_gaps(text, CODE_PAD, &format);
        self.code.push(start..self.chars);
        self.distance += CODE_PAD;
    }

    fn append_with_gaps(&mut self, text: &str, before: f32, format: &TextFormat) {
        let mut before = before;
        for stretch in stretches(text) {
            let Some(mark) = stretch.mark else {
                let distance = std::mem::take(&mut self.distance) + before;
                self.append(&stretch.text, distance, format.clone());
                before = 0.0;
                continue;
            };
            let pad = gap_pad(mark);
            let distance = std::mem::take(&mut self.distance) + before + pad;
            let start = self.chars;
            let format = gap_format(self.look.tokens(), mark, format.clone());
            self.append(&stretch.text, distance, format);
            self.gaps.push((start..self.chars, mark));
            self.distance = pad;
            before = 0.0;
        }
    }

    pub fn start_link(&mut self, url: &str) {
        let is_web = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
        if is_web {
            self.link = Some((self.chars, url.to_owned()));
        }
    }

    pub fn end_link(&mut self) {
        if let Some((start, url)) = self.link.take() {
            self.links.push(Link { chars: start..self.chars, url });
        }
    }

    pub fn take(&mut self) -> Inline {
        self.chars = 0;
        self.distance = 0.0;
        Inline {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            job: Arc::new(std::mem::take(&mut self.job)),
            code: std::mem::take(&mut self.code),
            links: std::mem::take(&mut self.links),
            gaps: std::mem::take(&mut self.gaps),
        }
    }

    fn append(&mut self, text: &str, distance: f32, format: TextFormat) {
        self.chars += text.chars().count();
        self.job.append(text, distance, format);
    }

    fn role(&self) -> Type {
        match self.heading {
            Some(1) => Type::Title,
            Some(2) => Type::Heading,
            Some(_) => Type::BodyStrong,
            None if self.is_small && self.look.role == Type::Lead => Type::Body,
            None => self.look.role,
        }
    }

    fn format(&self, is_code: bool) -> TextFormat {
        let t: &Tokens = self.look.tokens();
        let role = self.role();
        let ink = if self.quoted > 0 { t.quiet } else { self.look.ink };
        let is_emphatic = self.strong > 0 || self.heading.is_some();
        let colour = if self.link.is_some() {
            t.accent.ink
        } else if (self.strong > 0 || self.heading.is_some()) && ink == t.body {
            t.strong
        } else {
            ink
        };
        let mut format = role.format(colour);
        if is_code {
            // JetBrains Mono has a taller x than Inter.
            let size = (role.size() * 0.92 * 2.0).round() / 2.0;
            format.font_id = FontId::new(size, Face::Mono.family());
            format.extra_letter_spacing = 0.0;
        } else {
            let face = match (is_emphatic, self.italic > 0) {
                (true, true) => Face::SemiboldItalic,
                (true, false) => Face::Semibold,
                (false, true) => Face::Italic,
                (false, false) => role.face(),
            };
            format.font_id = FontId::new(role.size(), face.family());
        }
        if self.struck > 0 || self.look.is_struck {
            format.strikethrough = Stroke::new(1.0, colour);
        }
        format
    }
}

//! Quantities in words, and the round numbers at an axis.

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Whole things.
    #[default]
    Count,
    /// A share, 0 to 1, written in percent.
    Percent,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Days.
    Days,
    /// A bare number with one decimal.
    Tenths,
    /// A bare number with three decimals.
    Thousandths,
}

/// `12 345`: thousands apart, as is read the same everywhere.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// A number without decimals that it does not need.
fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text.as_str()
    };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The whole part of what is counted; never negative.
fn whole(value: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let whole = value.round().clamp(0.0, 9e15) as u64;
    whole
}

impl Unit {
    /// As read in tooltips.
    #[must_use]
    pub fn text(self, value: f64) -> String {
        match self {
            Self::Count => grouped(whole(value)),
            Self::Percent => format!("{}\u{a0}%", trimmed(value * 100.0, 1)),
            Self::Minutes if value >= 60.0 => {
                let minutes = whole(value);
                let (hours, minutes) = (minutes / 60, minutes % 60);
                match minutes {
                    0 => format!("{}\u{a0}h", grouped(hours)),
                    _ => format!("{}\u{a0}h {minutes}\u{a0}min", grouped(hours)),
                }
            }
            Self::Minutes => {
                format!("{}\u{a0}min", trimmed(value, usize::from(value < 10.0)))
            }
            Self::Seconds => format!("{}\u{a0}s", trimmed(value, usize::from(value < 10.0))),
            Self::Days => {
                let days = trimmed(value, usize::from(value < 10.0));
                if days == "1" { "1 day".to_owned() } else { format!("{days} days") }
            }
            Self::Tenths => trimmed(value, 1),
            Self::Thousandths => format!("{value:.3}"),
        }
    }

    /// As short as an axis wants it.
    #[must_use]
    pub fn tick(self, value: f64) -> String {
        match self {
            Self::Count if value >= 10_000.0 => {
                format!("{}k", trimmed(value / 1000.0, usize::from(value < 100_000.0)))
            }
            Self::Percent => format!("{}\u{a0}%", trimmed(value * 100.0, 0)),
            Self::Minutes if value >= 60.0 => format!("{}\u{a0}h", trimmed(value / 60.0, 1)),
            Self::Days => trimmed(value, 1),
            Self::Count | Self::Minutes | Self::Seconds | Self::Tenths | Self::Thousandths => {
                match self {
                    Self::Count => trimmed(value, 1),
                    Self::Thousandths => trimmed(value, 3),
                    _ => self.text(value),
                }
            }
        }
    }

    /// For other programs: the figure as shown, with a point and no groups.
    #[must_use]
    pub fn plain(self, value: f64) -> String {
        match self {
            Self::Count => whole(value).to_string(),
            Self::Percent => trimmed(value * 100.0, 1),
            Self::Minutes | Self::Seconds | Self::Days | Self::Tenths => trimmed(value, 1),
            Self::Thousandths => trimmed(value, 3),
        }
    }

    /// What stands behind a column's name in exports; empty for bare numbers.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Percent => "%",
            Self::Minutes => "min",
            Self::Seconds => "s",
            Self::Days => "days",
            Self::Count | Self::Tenths | Self::Thousandths => "",
        }
    }
}

/// A stretch of numbers with round ones marked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scale {
    /// What is measured.
    pub unit: Unit,
    /// Where it begins.
    pub least: f64,
    /// Where it ends; above `least`.
    pub most: f64,
    /// Round numbers within, rising.
    pub ticks: Vec<f64>,
}

impl Scale {
    /// From 0 to a round number that holds `most`.
    #[must_use]
    pub fn from_zero(unit: Unit, most: f64) -> Self {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let mut step = round_step(unit, most / 4.0);
        if unit == Unit::Count {
            step = step.max(1.0);
        }
        let steps = (most / step - 1e-9).ceil().max(1.0);
        Self::stepped(unit, 0.0, step, steps)
    }

    /// Shares from a round one below `least` (0 to 1) up to 100 %.
    #[must_use]
    pub fn percent(least: f64) -> Self {
        let least = if least.is_finite() { least.clamp(0.0, 1.0) } else { 0.0 };
        let (from, step) = match least {
            least if least >= 0.82 => (0.8, 0.05),
            least if least >= 0.62 => (0.6, 0.1),
            least if least >= 0.52 => (0.5, 0.1),
            _ => (0.0, 0.25),
        };
        Self::stepped(Unit::Percent, from, step, ((1.0 - from) / step).round())
    }

    fn stepped(unit: Unit, least: f64, step: f64, steps: f64) -> Self {
        let mut ticks = Vec::new();
        let mut at = 0.0;
        while at <= steps {
            ticks.push(least + at * step);
            at += 1.0;
        }
        Self { unit, least, most: least + steps * step, ticks }
    }

    /// Where `value` lies between the ends, 0 to 1.
    #[must_use]
    pub fn share(&self, value: f64) -> f32 {
        let span = self.most - self.least;
        if span <= 0.0 || !value.is_finite() {
            return 0.0;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
        let share = ((value - self.least) / span).clamp(0.0, 1.0) as f32;
        share
    }
}

/// The smallest round number of at least `about`.
fn round_step(unit: Unit, about: f64) -> f64 {
    // Above an hour, hours are round.
    if unit == Unit::Minutes && about > 10.0 {
        let hours = [15.0, 30.0, 60.0, 120.0, 180.0, 240.0, 300.0, 600.0];
        return hours
            .into_iter()
            .find(|step| *step >= about)
            .unwrap_or_else(|| 60.0 * round_step(Unit::Count, about / 60.0));
    }
    let power = 10_f64.powf(about.max(1e-9).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|round| round * power)
        .find(|step| *step >= about * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

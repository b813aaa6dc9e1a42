//! What a plan will come to: the score on its day, the load on the way, what does
//! not fit, and what other minutes or another retention would give.

use super::sim::simulate;
use super::steer::Wish;
use super::watch::Watch;
use super::world::{NewCards, Probe, Rules, Score, SimDay, World};

/// The cards of a plan, and all others beside them.
#[derive(Debug, Clone)]
pub struct PlanWorlds {
    /// The plan's, by subject.
    pub plan: World,
    /// Everything else that was met: its load comes on top.
    pub others: World,
}

/// What a subject will come to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SubjectForecast {
    /// All its cards.
    pub total: u32,
    /// Met by now.
    pub met_now: u32,
    /// Met on the day, expected.
    pub met: f64,
    /// Recalled on the day, expected.
    pub known: f64,
}

/// One day on the way.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LoadDay {
    /// The study day.
    pub day: i32,
    /// Minutes for the plan.
    pub minutes: f64,
    /// Minutes for everything else that comes due.
    pub others: f64,
    /// New cards of the plan.
    pub new: f64,
    /// Reviews of the plan.
    pub reviews: f64,
}

/// What a plan will come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Projection {
    /// The study day that counts.
    pub day: i32,
    /// By subject.
    pub subjects: Vec<SubjectForecast>,
    /// The share of all cards recalled on the day, 0 to 1, expected.
    pub score: f64,
    /// Nine times of ten it lies between these, if the model is right.
    pub range: (f64, f64),
    /// The share that would be recalled on the day if nothing more was done.
    pub untouched: f64,
    /// The score at the same minutes without steering.
    pub unsteered: f64,
    /// Day by day, today first.
    pub load: Vec<LoadDay>,
    /// Minutes a day that would meet every card, when these don't; `Some(None)`
    /// when not even four hours would.
    pub needed: Option<Option<f64>>,
    /// The score for other minutes, in rising order.
    pub by_minutes: Vec<(f64, f64)>,
    /// For each retention: the score, and minutes on a mean study day.
    pub by_retention: Vec<(f64, f64, f64)>,
}

impl Projection {
    /// All subjects together.
    #[must_use]
    pub fn total(&self) -> SubjectForecast {
        self.subjects.iter().fold(SubjectForecast::default(), |sum, subject| SubjectForecast {
            total: sum.total + subject.total,
            met_now: sum.met_now + subject.met_now,
            met: sum.met + subject.met,
            known: sum.known + subject.known,
        })
    }
}

/// How far a plan is ahead or behind.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Track {
    /// Days of the planned pace ahead (above 0) or behind.
    pub days: f64,
    /// Cards met since it began.
    pub met: u32,
    /// Cards that were to be met by now.
    pub planned: f64,
}

impl Track {
    /// Compares what was met with an even pace from the first day.
    #[must_use]
    pub fn new(wish: &Wish, from: i32, unmet_then: u32, unmet_now: u32, today: i32) -> Self {
        let all = wish.study_days(from, wish.day).max(1);
        let gone = wish.study_days(from, today);
        // As steering spreads them: met a few days before the day.
        let left = wish.day.saturating_sub(from).max(1);
        let until = wish.day.saturating_sub((left / 8).clamp(1, 7).min((left - 1).max(0)));
        let spread = wish.study_days(from, until).clamp(1, all);
        let pace = f64::from(unmet_then) / f64::from(spread);
        let planned = (pace * f64::from(gone)).min(f64::from(unmet_then));
        let met = unmet_then.saturating_sub(unmet_now);
        let days = if pace > 0.0 { (f64::from(met) - planned) / pace } else { 0.0 };
        Self { days, met, planned }
    }
}

/// Minutes a day that are tried out.
const MINUTES: [f64; 9] = [5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0];

/// Retentions that are tried out.
const RETENTIONS: [f64; 6] = [0.80, 0.85, 0.88, 0.90, 0.93, 0.95];

/// No plan is asked to take more minutes a day.
const MOST_MINUTES: f64 = 240.0;

/// Simulated answers of one card, about, that a run may take for its figures to
/// be smooth: few cards are gone through several times.
const CARDS_IN_ALL: usize = 4_000;

/// Works a plan out; `None` when cancelled. `rules` holds limits, retention and
/// balance; days, minutes and new cards are the plan's. `unsteered_new` is how
/// many new cards a day brings without the plan.
#[must_use]
pub fn project(
    worlds: &PlanWorlds,
    wish: &Wish,
    rules: &Rules,
    steers: bool,
    unsteered_new: u32,
    watch: &Watch,
) -> Option<Projection> {
    let today = worlds.plan.today;
    let days = u32::try_from(wish.day.saturating_sub(today).max(0)).unwrap_or(0);
    let cards = worlds.plan.cards.len().max(1);
    let runs = (CARDS_IN_ALL / cards).clamp(1, 12);
    let new = if steers { NewCards::Steered(*wish) } else { NewCards::Daily(unsteered_new) };
    let base = Rules {
        days,
        minutes: Some(wish.minutes),
        rest: wish.rest,
        new,
        probes: vec![days],
        ..rules.clone()
    };
    let steps = 3 + MINUTES.len() + RETENTIONS.len() + 8;
    let mut step = 0_u32;
    let mut run = |rules: &Rules, runs: usize| {
        let mean = Mean::of(&worlds.plan, rules, runs, watch);
        step += 1;
        #[expect(clippy::cast_precision_loss, reason = "some dozens")]
        watch.note(f64::from(step) / steps as f64);
        mean
    };
    let main = run(&base, runs.max(3))?;
    let unsteered = if steers {
        run(&Rules { new: NewCards::Daily(unsteered_new), ..base.clone() }, runs)?.score()
    } else {
        main.score()
    };
    let at_minutes = |minutes: f64| {
        let wish = Wish { minutes, ..*wish };
        let new = if steers { NewCards::Steered(wish) } else { NewCards::Daily(unsteered_new) };
        Rules { minutes: Some(minutes), new, ..base.clone() }
    };
    let mut by_minutes = vec![(wish.minutes, main.score())];
    for minutes in MINUTES.into_iter().filter(|minutes| (minutes - wish.minutes).abs() > 0.5) {
        by_minutes.push((minutes, run(&at_minutes(minutes), runs)?.score()));
    }
    by_minutes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut by_retention = Vec::new();
    for retention in RETENTIONS {
        let mean = run(&Rules { retention, ..base.clone() }, runs)?;
        by_retention.push((retention, mean.score(), mean.minutes_a_day(wish, today)));
    }
    let needed = if main.unmet() >= 0.5 {
        let mut fits = |minutes: f64| Some(run(&at_minutes(minutes), 1)?.unmet() < 0.5);
        Some(least_that_fits(wish.minutes, &mut fits)?)
    } else {
        None
    };
    let untouched = simulate(
        &worlds.plan,
        &Rules { minutes: Some(0.0), new: NewCards::Daily(0), ..base.clone() },
        watch,
    )?;
    let others = simulate(
        &worlds.others,
        &Rules { minutes: None, new: NewCards::Daily(0), probes: Vec::new(), ..base.clone() },
        watch,
    )?;
    watch.note(1.0);
    Some(Projection {
        day: wish.day,
        subjects: main.subjects(&worlds.plan),
        score: main.score(),
        range: main.range(),
        untouched: untouched.probes.first().map_or(0.0, |probe| probe.total().share()),
        unsteered,
        load: main.load(today, &others.days),
        needed,
        by_minutes,
        by_retention,
    })
}

/// Minutes above these that would do, by halving; `Some(None)` when none would.
#[expect(clippy::option_option, reason = "the outer one is for cancelling")]
fn least_that_fits(from: f64, fits: &mut impl FnMut(f64) -> Option<bool>) -> Option<Option<f64>> {
    if from >= MOST_MINUTES || !fits(MOST_MINUTES)? {
        return Some(None);
    }
    let (mut low, mut high) = (from, MOST_MINUTES);
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high).floor().max(low + 0.5);
        if fits(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(Some(high.ceil()))
}

/// Several runs with other seeds, as one.
struct Mean {
    probes: Vec<Probe>,
    days: Vec<Vec<SimDay>>,
}

impl Mean {
    fn of(world: &World, rules: &Rules, runs: usize, watch: &Watch) -> Option<Self> {
        let mut mean = Self { probes: Vec::new(), days: Vec::new() };
        for run in 0..runs as u64 {
            let seed = rules.seed.wrapping_add(run.wrapping_mul(0x5851_F42D_4C95_7F2D));
            // The progress is the whole projection's.
            let done = watch.done();
            let result = simulate(world, &Rules { seed, ..rules.clone() }, watch)?;
            watch.note(f64::from(done));
            mean.probes.extend(result.probes.into_iter().next());
            mean.days.push(result.days);
        }
        Some(mean)
    }

    fn over(&self, of: impl Fn(&Score) -> f64) -> f64 {
        let sum: f64 = self.probes.iter().map(|probe| of(&probe.total())).sum();
        sum / count(self.probes.len())
    }

    fn score(&self) -> f64 {
        self.over(Score::share)
    }

    fn unmet(&self) -> f64 {
        self.over(|score| f64::from(score.total - score.met))
    }

    /// Nine times of ten: the spread between the runs, and that of the answers
    /// themselves on the day.
    fn range(&self) -> (f64, f64) {
        let mean = self.score();
        let between = self.over(|score| (score.share() - mean).powi(2));
        let within = self.over(|score| {
            let total = f64::from(score.total.max(1));
            score.variance / (total * total)
        });
        let reach = 1.645 * (between + within).sqrt();
        ((mean - reach).max(0.0), (mean + reach).min(1.0))
    }

    fn subjects(&self, world: &World) -> Vec<SubjectForecast> {
        (0..world.subjects)
            .map(|at| {
                let mut forecast = SubjectForecast::default();
                for score in self.probes.iter().filter_map(|probe| probe.subjects.get(at)) {
                    forecast.total = score.total;
                    forecast.met += f64::from(score.met);
                    forecast.known += score.known;
                }
                let runs = count(self.probes.len());
                let of_subject = |card: &&super::SimCard| {
                    usize::from(card.subject) == at && card.memory.is_some()
                };
                let met_now = world.cards.iter().filter(of_subject).count();
                SubjectForecast {
                    met: forecast.met / runs,
                    known: forecast.known / runs,
                    met_now: u32::try_from(met_now).unwrap_or(u32::MAX),
                    ..forecast
                }
            })
            .collect()
    }

    fn load(&self, today: i32, others: &[SimDay]) -> Vec<LoadDay> {
        let length = self.days.iter().map(Vec::len).max().unwrap_or(0);
        (0..length)
            .map(|at| {
                let runs = count(self.days.len());
                let mean = |of: fn(&SimDay) -> f64| {
                    self.days.iter().filter_map(|days| days.get(at)).map(of).sum::<f64>() / runs
                };
                LoadDay {
                    day: today.saturating_add(i32::try_from(at).unwrap_or(0)),
                    minutes: mean(|day| day.secs) / 60.0,
                    others: others.get(at).map_or(0.0, |day| day.secs / 60.0),
                    new: mean(|day| f64::from(day.new)),
                    reviews: mean(|day| f64::from(day.reviews)),
                }
            })
            .collect()
    }

    fn minutes_a_day(&self, wish: &Wish, today: i32) -> f64 {
        let secs: f64 = self.days.iter().flatten().map(|day| day.secs).sum();
        let study_days = f64::from(wish.study_days(today, wish.day).max(1));
        secs / 60.0 / study_days / count(self.days.len())
    }
}

fn count(of: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of runs")]
    let count = of.max(1) as f64;
    count
}

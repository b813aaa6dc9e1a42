//! Running all proofs: what can go together in batches, the rest one by one,
//! on several threads; what is doubtful after a batch is run again alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use serde::Deserialize;

use super::claim::{Empty, Run, claim};
use super::engine::{Engine, Manner, engines};
use super::error::ProveError;
use super::judge::Outcome;
use super::kit::{Kit, Prepared, prelude_of};
use super::report::{Status, Verdict};
use super::sandbox::{End, Ran};
use super::source::{Files, files};
use super::subject::Subject;

/// A program for an engine.
struct Task<'a> {
    subject: usize,
    run: &'a Run,
    engine: Engine,
    files: Files,
}

/// What one thread does at a time: positions of tasks.
enum Work {
    Alone(usize),
    Together(Engine, Vec<usize>),
}

/// A line that a driver prints for a case.
#[derive(Deserialize)]
struct Line {
    case: usize,
    /// The status; none when the process ended with this case.
    code: Option<i32>,
    /// It did not even compile: no other case can have a part in that.
    #[serde(default)]
    uncompiled: bool,
    out: String,
    err: String,
    #[serde(default)]
    ms: u64,
}

/// What is told while it goes on.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Cards that are done.
    pub done: usize,
    /// All cards.
    pub all: usize,
    /// The card that was done last.
    pub last: &'a Verdict,
}

/// Proves these cards; the verdicts come in their order.
pub(super) fn run(
    subjects: &[Subject<'_>],
    kit: &mut Kit,
    jobs: usize,
    tell: &mut dyn FnMut(Progress<'_>),
) -> Result<Vec<Verdict>, ProveError> {
    let claims: Vec<_> =
        subjects.iter().map(|subject| claim(subject.card, subject.runner)).collect();
    let wanted: BTreeSet<Engine> = subjects
        .iter()
        .zip(&claims)
        .filter(|(_, claim)| claim.is_ok())
        .flat_map(|(subject, _)| engines(subject.runner).iter().copied())
        .collect();
    kit.prepare(&wanted.into_iter().collect::<Vec<_>>())?;
    let kit = &*kit;
    let mut board = Board { subjects, verdicts: vec![None; subjects.len()], done: 0, tell };
    let tasks = tasks(kit, &mut board, &claims);
    let mut left: Vec<usize> = vec![0; subjects.len()];
    for task in &tasks {
        if let Some(left) = left.get_mut(task.subject) {
            *left += 1;
        }
    }
    let mut outcomes: Vec<Option<Outcome>> = tasks.iter().map(|_| None).collect();
    work_off(kit, &tasks, jobs, &mut |at, outcome| {
        let Some(task) = tasks.get(at) else { return };
        if let Some(place) = outcomes.get_mut(at) {
            *place = Some(outcome);
        }
        let n = task.subject;
        let (Some(left), Some(subject)) = (left.get_mut(n), subjects.get(n)) else { return };
        *left -= 1;
        if *left == 0 {
            let own = tasks.iter().zip(&outcomes).filter(|(task, _)| task.subject == n);
            board.put(n, verdict(kit, subject, own));
        }
    })?;
    if kit.sandbox.is_stopped() {
        return Err(ProveError::Stopped);
    }
    let verdicts = board.verdicts.into_iter().zip(subjects).map(|(verdict, subject)| {
        let lost = || subject.verdict(Status::Failed, "nothing came of its run".to_owned());
        verdict.unwrap_or_else(lost)
    });
    Ok(verdicts.collect())
}

/// The verdicts as they come in.
struct Board<'a> {
    subjects: &'a [Subject<'a>],
    verdicts: Vec<Option<Verdict>>,
    done: usize,
    tell: &'a mut dyn FnMut(Progress<'_>),
}

impl Board<'_> {
    fn put(&mut self, n: usize, verdict: Verdict) {
        self.done += 1;
        (self.tell)(Progress { done: self.done, all: self.subjects.len(), last: &verdict });
        if let Some(place) = self.verdicts.get_mut(n) {
            *place = Some(verdict);
        }
    }
}

/// The programs to run; the verdict on cards that have none stands already.
fn tasks<'a>(
    kit: &Kit,
    board: &mut Board<'_>,
    claims: &'a [Result<Vec<Run>, Empty>],
) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    for (n, (subject, claim)) in board.subjects.iter().zip(claims).enumerate() {
        let engines = engines(subject.runner);
        let runs = match claim {
            Ok(runs) => runs,
            Err(empty) => {
                board.put(n, subject.verdict(Status::Failed, empty.clone()));
                continue;
            }
        };
        if let Some(missing) = engines.iter().find_map(|&engine| missing(kit, engine)) {
            board.put(n, subject.verdict(Status::NotRun, missing));
            continue;
        }
        for &engine in engines {
            tasks.extend(runs.iter().map(|run| Task {
                subject: n,
                run,
                engine,
                files: files(engine, run, prelude_of(engine)),
            }));
        }
    }
    tasks
}

/// Runs all tasks on several threads; what comes of each is given in the order
/// in which it comes.
fn work_off(
    kit: &Kit,
    tasks: &[Task<'_>],
    jobs: usize,
    give: &mut dyn FnMut(usize, Outcome),
) -> Result<(), ProveError> {
    let work = shares(tasks, jobs);
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            let (send, work, next) = (send.clone(), &work, &next);
            scope.spawn(move || {
                while let Some(work) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut give = |at, outcome| {
                        // Nobody listens any more only when the run was given up.
                        let _ = send.send(Ok((at, outcome)));
                    };
                    if let Err(error) = execute(kit, tasks, work, &mut give) {
                        let _ = send.send(Err(error));
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut error = None;
        for message in receive {
            match message {
                Ok((at, outcome)) => give(at, outcome),
                Err(stop) => {
                    error = Some(stop);
                    next.store(work.len(), Ordering::Relaxed);
                }
            }
        }
        error.map_or(Ok(()), Err)
    })
}

fn missing(kit: &Kit, engine: Engine) -> Option<String> {
    match kit.engine(engine) {
        Prepared::Missing(reason) => Some(reason),
        Prepared::Ready { .. } => None,
    }
}

/// Shares the tasks out: batches first, since they take longest.
fn shares(tasks: &[Task<'_>], jobs: usize) -> Vec<Work> {
    let mut together: BTreeMap<Engine, Vec<usize>> = BTreeMap::new();
    let mut alone = Vec::new();
    for (at, task) in tasks.iter().enumerate() {
        match task.engine.manner() {
            Manner::Alone => alone.push(Work::Alone(at)),
            Manner::Batch | Manner::Translated => {
                together.entry(task.engine).or_default().push(at);
            }
        }
    }
    let mut work = Vec::new();
    for (engine, all) in together {
        // A part for each thread, unless starting costs more than it saves.
        let most = engine.most_together();
        let part = all.len().div_ceil(jobs.max(1)).clamp(most.min(8), most);
        work.extend(all.chunks(part).map(|part| Work::Together(engine, part.to_vec())));
    }
    work.extend(alone);
    work
}

fn execute(
    kit: &Kit,
    tasks: &[Task<'_>],
    work: &Work,
    give: &mut dyn FnMut(usize, Outcome),
) -> Result<(), ProveError> {
    match work {
        Work::Alone(at) => {
            let Some(task) = tasks.get(*at) else { return Ok(()) };
            give(*at, stop_or(kit.alone(task.engine, &task.files)?)?);
        }
        Work::Together(engine, part) if engine.manner() == Manner::Translated => {
            translated(kit, tasks, *engine, part, give)?;
        }
        Work::Together(engine, part) => together(kit, tasks, *engine, part, give)?,
    }
    Ok(())
}

fn stop_or(ran: Ran) -> Result<Outcome, ProveError> {
    if ran.end == End::Stopped { Err(ProveError::Stopped) } else { Ok(Outcome::of(ran)) }
}

/// Runs a batch, then alone whatever it left in doubt.
fn together(
    kit: &Kit,
    tasks: &[Task<'_>],
    engine: Engine,
    part: &[usize],
    give: &mut dyn FnMut(usize, Outcome),
) -> Result<(), ProveError> {
    let mut left: Vec<usize> = part.to_vec();
    while !left.is_empty() {
        let found = batch(kit, tasks, engine, &left)?;
        let mut missing = Vec::new();
        for at in left {
            let Some(task) = tasks.get(at) else { continue };
            match found.get(&at) {
                Some((outcome, sure)) if outcome.stands(&task.run.expect, *sure) => {
                    give(at, outcome.clone());
                }
                Some(_) => give(at, by_itself(kit, tasks, engine, at)?),
                None => missing.push(at),
            }
        }
        // The first that is missing is the one that broke the batch.
        if let Some((&first, rest)) = missing.split_first() {
            give(first, by_itself(kit, tasks, engine, first)?);
            left = rest.to_vec();
        } else {
            left = missing;
        }
    }
    Ok(())
}

/// A batch of one: nothing else can have a part in what comes of it.
fn by_itself(
    kit: &Kit,
    tasks: &[Task<'_>],
    engine: Engine,
    at: usize,
) -> Result<Outcome, ProveError> {
    let Some(task) = tasks.get(at) else { return Ok(Outcome::default()) };
    let ran = kit.batch(engine, &[(at, &task.files)])?;
    let found = lines(&ran).into_iter().find(|line| line.case == at);
    let whole = stop_or(ran)?;
    Ok(match found {
        Some(line) => Outcome {
            failed: line.code.map_or(whole.failed, |code| code != 0),
            ended: (line.code == Some(124)).then(|| "it took too long".to_owned()),
            out: line.out,
            err: line.err,
            ms: if line.ms == 0 { whole.ms } else { line.ms },
        },
        // Nothing but what the driver itself said.
        None => Outcome { failed: true, out: String::new(), ..whole },
    })
}

fn lines(ran: &Ran) -> Vec<Line> {
    ran.out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Runs a batch: what came of each case, and whether it is sure that no other
/// case had a part in it.
fn batch(
    kit: &Kit,
    tasks: &[Task<'_>],
    engine: Engine,
    part: &[usize],
) -> Result<BTreeMap<usize, (Outcome, bool)>, ProveError> {
    let cases: Vec<(usize, &Files)> =
        part.iter().filter_map(|&at| Some((at, &tasks.get(at)?.files))).collect();
    let ran = kit.batch(engine, &cases)?;
    if ran.end == End::Stopped {
        return Err(ProveError::Stopped);
    }
    let outcomes = lines(&ran).into_iter().filter_map(|line| {
        // One that ended the whole process is looked at alone.
        let code = line.code?;
        let failed = code != 0;
        let outcome = Outcome { failed, ended: None, out: line.out, err: line.err, ms: line.ms };
        Some((line.case, (outcome, line.uncompiled || engine.forks())))
    });
    Ok(outcomes.collect())
}

/// Translates a batch, then runs each by itself.
fn translated(
    kit: &Kit,
    tasks: &[Task<'_>],
    engine: Engine,
    part: &[usize],
    give: &mut dyn FnMut(usize, Outcome),
) -> Result<(), ProveError> {
    let programs = batch(kit, tasks, engine, part)?;
    for &at in part {
        let outcome = match programs.get(&at) {
            Some((program, _)) if !program.failed => {
                let files = vec![("case.cjs".to_owned(), program.out.clone())];
                stop_or(kit.alone(engine, &files)?)?
            }
            Some((program, _)) => program.clone(),
            None => by_itself(kit, tasks, engine, at)?,
        };
        give(at, outcome);
    }
    Ok(())
}

fn verdict<'a>(
    kit: &Kit,
    subject: &Subject<'_>,
    runs: impl Iterator<Item = (&'a Task<'a>, &'a Option<Outcome>)>,
) -> Verdict {
    let mut ms = 0;
    let mut broken = None;
    let several = engines(subject.runner).len() > 1;
    for (task, outcome) in runs {
        let Some(outcome) = outcome else { continue };
        ms += outcome.ms;
        if let Err(found) = outcome.judge(&task.run.expect)
            && broken.is_none()
        {
            let mut about = task.run.about.clone();
            if several {
                let on = format!("on {:?}", task.engine);
                about = if about.is_empty() { on } else { format!("{about} {on}") };
            }
            broken = Some((about, found));
        }
    }
    let versions = engines(subject.runner).iter().filter_map(|&engine| match kit.engine(engine) {
        Prepared::Ready { version, .. } => Some(version),
        Prepared::Missing(_) => None,
    });
    let version = Some(versions.collect::<Vec<_>>().join(" and "));
    match broken {
        None => Verdict { version, ms, ..subject.verdict(Status::Proven, String::new()) },
        Some((about, broken)) => {
            let message = if about.is_empty() {
                broken.message.clone()
            } else {
                format!("{about}: {}", broken.message)
            };
            Verdict {
                version,
                ms,
                difference: broken.difference(),
                expected: Some(broken.expected),
                got: Some(broken.got),
                stderr: broken.err,
                ..subject.verdict(Status::Failed, message)
            }
        }
    }
}

//! How well the memory models predict: a log from a file, or the learner's own.

use std::io::Write;
use std::sync::atomic::AtomicBool;

use serde_json::{Map, Value};

use super::CliError;
use super::args::EvaluateArgs;
use super::lists::{json, look};
use crate::paths::Paths;
use crate::predict::{Evaluation, Log, Watch, evaluate, read_csv};

/// `hippocache evaluate`
pub(super) fn run(paths: &Paths, args: &EvaluateArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let log = if let Some(file) = &args.log {
        read_csv(file)?
    } else {
        let collection = look(paths, args.output.now.as_deref())?;
        let history = collection.history_source().read(&AtomicBool::new(false))?;
        Log::of_history(&history, |_| true)
    };
    let found = evaluate(&log, &Watch::none())?;
    if args.output.json {
        let models = found.models().map(|(name, measure)| {
            Ok((name.to_owned(), serde_json::to_value(measure).map_err(std::io::Error::from)?))
        });
        let models: Result<Map<String, Value>, std::io::Error> = models.into_iter().collect();
        return json(out, &models?);
    }
    table(&found, out)
}

/// The names of the models for people, in the order of [`Evaluation::models`].
const NAMES: [&str; 4] = ["moving average", "FSRS-6, defaults", "FSRS-6, fitted", "the app"];

fn table(found: &Evaluation, out: &mut dyn Write) -> Result<(), CliError> {
    let n = found.app.n;
    writeln!(out, "{n} answers after a day or more, each predicted from what came before.")?;
    writeln!(out)?;
    writeln!(out, "{:<18} {:>9} {:>11} {:>7}", "", "log loss", "RMSE(bins)", "AUC")?;
    for (name, (_, measure)) in NAMES.iter().zip(found.models()) {
        let auc = measure.auc.map_or_else(|| "–".to_owned(), |auc| format!("{auc:.4}"));
        let (loss, rmse) = (measure.log_loss, measure.rmse_bins);
        writeln!(out, "{name:<18} {loss:>9.4} {rmse:>11.4} {auc:>7}")?;
    }
    writeln!(out)?;
    writeln!(out, "Less log loss and RMSE are better, and more AUC (0.5 is blind guessing).")?;
    Ok(())
}

//! A graph's figures for other programs: comma-separated, RFC 4180.

use super::{Calibration, Chart, Columns, Plot, Scale, Table, Unit, Year};

/// The values as shown, a head row first. Shares are in percent, as the head
/// says; what is not known is empty.
#[must_use]
pub fn write(chart: &Chart) -> String {
    let mut text = String::new();
    match &chart.plot {
        Plot::Columns(columns) => write_columns(columns, &mut text),
        Plot::Year(year) => write_year(year, &mut text),
        Plot::Calibration(calibration) => write_calibration(calibration, &mut text),
        Plot::Table(table) => write_table(table, &mut text),
    }
    text
}

/// One field: quoted when it must be. What a spreadsheet would take for a
/// formula gets an apostrophe in front, for a deck's words may come from
/// anywhere.
#[must_use]
pub fn field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r'])
        && text.parse::<f64>().is_err()
        && text.chars().count() > 1;
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn row(out: &mut String, fields: impl IntoIterator<Item = String>) {
    let fields: Vec<String> = fields.into_iter().map(|text| field(&text)).collect();
    out.push_str(&fields.join(","));
    out.push_str("\r\n");
}

fn head(name: &str, unit: Unit) -> String {
    match unit.mark() {
        "" => name.to_owned(),
        mark => format!("{name} ({mark})"),
    }
}

fn write_columns(columns: &Columns, out: &mut String) {
    let series: Vec<(&super::Series, &Scale)> = columns
        .bars
        .iter()
        .map(|series| (series, &columns.bar_scale))
        .chain(columns.lines.iter().map(|series| (series, &columns.line_scale)))
        .collect();
    let has_spans = columns.spans.iter().any(Option::is_some);
    let has_notes = columns.notes.iter().any(|note| !note.is_empty());
    let span_unit = series.first().map_or(Unit::Count, |(_, scale)| scale.unit);
    let mut heads = vec![columns.by.clone()];
    heads.extend(series.iter().map(|(series, scale)| head(&series.name, scale.unit)));
    if has_spans {
        heads.extend([head("Likely from", span_unit), head("Likely to", span_unit)]);
    }
    if has_notes {
        heads.push("Note".to_owned());
    }
    row(out, heads);
    for (at, label) in columns.labels.iter().enumerate() {
        let mut fields = vec![label.clone()];
        fields.extend(series.iter().map(|(series, scale)| {
            let value = series.values.get(at).copied().flatten();
            value.map_or_else(String::new, |value| scale.unit.plain(value))
        }));
        if has_spans {
            let span = columns.spans.get(at).copied().flatten();
            let end = |end: Option<f64>| end.map_or_else(String::new, |end| span_unit.plain(end));
            fields.extend([end(span.map(|span| span.0)), end(span.map(|span| span.1))]);
        }
        if has_notes {
            fields.push(columns.notes.get(at).cloned().unwrap_or_default());
        }
        row(out, fields);
    }
}

fn write_year(year: &Year, out: &mut String) {
    row(out, ["Day", "Reviews"].map(str::to_owned));
    for day in &year.days {
        row(out, [day.date.clone(), day.reviews.to_string()]);
    }
}

fn write_calibration(calibration: &Calibration, out: &mut String) {
    let heads = [calibration.expected.as_str(), &calibration.actual, "Likely from", "Likely to"];
    let heads = heads.map(|name| head(name, Unit::Percent));
    row(out, heads.into_iter().chain(["Answers".to_owned()]));
    for point in &calibration.points {
        let shares = [point.expected, point.actual, point.span.0, point.span.1];
        let shares = shares.map(|share| Unit::Percent.plain(share));
        row(out, shares.into_iter().chain([point.answers.to_string()]));
    }
}

fn write_table(table: &Table, out: &mut String) {
    row(out, table.heads.iter().cloned());
    for cells in &table.rows {
        row(out, cells.iter().map(|cell| cell.plain.clone().unwrap_or_else(|| cell.text.clone())));
    }
}

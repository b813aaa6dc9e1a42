//! The gaps of a cloze text: `{{answer}}` and `{{answer::hint}}`.

use super::fault::FaultCode;
use super::model::ClozePart;

/// What is wrong with a gap, and at which byte of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GapFault {
    pub code: FaultCode,
    pub at: usize,
    pub message: &'static str,
    pub help: &'static str,
}

/// Splits a cloze text into text and gaps.
///
/// `\{{` stands for two literal braces. Inside a gap braces must balance; the
/// hint is what follows the last `::`.
pub(super) fn parse(text: &str) -> Result<Vec<ClozePart>, GapFault> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, from) = rest.split_at(at);
        let inside = from.get(2..).unwrap_or_default();
        if let Some(before) = before.strip_suffix('\\') {
            plain.push_str(before);
            plain.push_str("{{");
            rest = inside;
            continue;
        }
        plain.push_str(before);
        let opened = text.len() - from.len();
        let Some(length) = gap_length(inside) else {
            return Err(GapFault {
                code: FaultCode::UnclosedGap,
                at: opened,
                message: "this gap is never closed",
                help: "close it with `}}`; braces inside a gap must balance; \
                       two literal braces are written `\\{{`",
            });
        };
        if !plain.is_empty() {
            parts.push(ClozePart::Text(std::mem::take(&mut plain)));
        }
        let gap = inside.get(..length).unwrap_or_default();
        let (answer, hint) = gap.rsplit_once("::").unwrap_or((gap, ""));
        let (answer, hint) = (answer.trim(), hint.trim());
        if answer.is_empty() {
            return Err(GapFault {
                code: FaultCode::EmptyGap,
                at: opened,
                message: "this gap has no answer",
                help: "write the answer between the braces: `{{answer}}` or `{{answer::hint}}`",
            });
        }
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        parts.push(ClozePart::Gap { answer: answer.to_owned(), hint });
        rest = inside.get(length + 2..).unwrap_or_default();
    }
    plain.push_str(rest);
    if !parts.iter().any(|part| matches!(part, ClozePart::Gap { .. })) {
        return Err(GapFault {
            code: FaultCode::NoGap,
            at: 0,
            message: "this cloze text has no gap",
            help: "put what is to be filled in between double braces: `{{answer}}`",
        });
    }
    if !plain.is_empty() {
        parts.push(ClozePart::Text(plain));
    }
    Ok(parts)
}

/// The bytes up to the `}}` that closes a gap, its inside beginning here.
fn gap_length(inside: &str) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b'}' if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            b'}' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may stop")]

    use super::*;

    fn text(text: &str) -> ClozePart {
        ClozePart::Text(text.to_owned())
    }

    fn gap(answer: &str, hint: &str) -> ClozePart {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        ClozePart::Gap { answer: answer.to_owned(), hint }
    }

    #[test]
    fn gaps_hints_and_escapes() {
        assert_eq!(
            parse("`{{EXPIRE}}` sets {{ seconds :: unit }}.").unwrap(),
            [text("`"), gap("EXPIRE", ""), text("` sets "), gap("seconds", "unit"), text(".")]
        );
        assert_eq!(parse("{{x::int::}}").unwrap(), [gap("x::int", "")]);
        assert_eq!(parse("{{std::fs::module}}").unwrap(), [gap("std::fs", "module")]);
        assert_eq!(
            parse(r"\{{ name }} is {{shown}}").unwrap(),
            [text("{{ name }} is "), gap("shown", "")]
        );
    }

    #[test]
    fn braces_inside_a_gap_balance() {
        assert_eq!(parse("{{ {a: 1} }}").unwrap(), [gap("{a: 1}", "")]);
        assert_eq!(parse("{{{a: {b: 1}}}}").unwrap(), [gap("{a: {b: 1}}", "")]);
        assert_eq!(
            parse(r#"{"a": {"b": {{1}}}}"#).unwrap(),
            [text(r#"{"a": {"b": "#), gap("1", ""), text("}}")]
        );
    }

    #[test]
    fn faults_say_where() {
        let fault = |text| parse(text).map_err(|fault| (fault.code, fault.at)).unwrap_err();
        assert_eq!(fault("no gap"), (FaultCode::NoGap, 0));
        assert_eq!(fault(""), (FaultCode::NoGap, 0));
        assert_eq!(fault(r"only \{{this}}"), (FaultCode::NoGap, 0));
        assert_eq!(fault("a {{b}} c {{d"), (FaultCode::UnclosedGap, 10));
        assert_eq!(fault("ä {{b} c"), (FaultCode::UnclosedGap, 3));
        assert_eq!(fault("a {{ }}"), (FaultCode::EmptyGap, 2));
        assert_eq!(fault("a {{::hint}}"), (FaultCode::EmptyGap, 2));
    }
}

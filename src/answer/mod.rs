//! stub
use crate::deck::Form; use crate::session::TypedResult;
/// x
pub fn compare(given:&str, accept:&[String], _f:&Form)->TypedResult{ let e=accept.first().cloned().unwrap_or_default(); TypedResult{given:given.into(), right: accept.iter().any(|a|a.eq_ignore_ascii_case(given)), expected:e, near:false, diff:vec![]}}
/// x
pub fn compare_output(given:&str, prints:&str)->TypedResult{ TypedResult{given:given.into(), right: prints==given, expected:prints.into(), near:false, diff:vec![]}}
